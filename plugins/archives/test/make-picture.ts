import sharp from 'sharp'

/** A small blue square. */
export function makePicture(): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 30, channels: 3, background: '#336699' } })
    .png()
    .toBuffer()
}
