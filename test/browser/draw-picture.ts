import sharp from 'sharp'

/** A picture of one colour, as a camera would send it. */
export function drawPicture(width: number, height: number, background: string): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()
}
