import sharp from 'sharp'
import t from 'tap'
import { BadPicture, encodePicture, pictureType } from '../../../core/media/encode-picture.ts'

const inside = { width: 100, height: 100, fit: 'inside' } as const
// Drawn before the encoder is first used: from then on the library reads nothing but pictures in memory.
const drawing = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } })
const still = await drawing(400, 200)
  .jpeg()
  .withExif({ IFD0: { Artist: 'Ann', Make: 'Camera' } })
  .toBuffer()
const moving = await sharp(
  await Promise.all(
    ['red', 'green', 'blue'].map(background =>
      sharp({ create: { width: 60, height: 40, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  ),
  { join: { animated: true } },
)
  .gif({ delay: [100, 100, 100] })
  .toBuffer()
const kinds = {
  'image/jpeg': still,
  'image/png': await drawing(400, 200, 4).png().toBuffer(),
  'image/webp': await drawing(400, 200).webp().toBuffer(),
  'image/gif': await drawing(400, 200).gif().toBuffer(),
  'image/avif': await drawing(400, 200).avif().toBuffer(),
  'image/tiff': await drawing(400, 200).tiff().toBuffer(),
}
const sideways = await drawing(400, 200).jpeg().withMetadata({ orientation: 6 }).toBuffer()
const huge = await drawing(8_000, 8_000).png().toBuffer()
const svg = Buffer.from(
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
)

t.test('every kind of picture becomes a WebP of the size asked for', async t => {
  for (const [type, bytes] of Object.entries(kinds)) {
    t.equal(pictureType(bytes), type)
    const picture = await encodePicture(bytes, inside)
    t.same([picture.type, picture.width, picture.height], ['image/webp', 100, 50], type)
    t.equal(pictureType(picture.bytes), 'image/webp')
  }
})

t.test('a picture may be cut to fill a frame, and is enlarged only then', async t => {
  const square = await encodePicture(still, { width: 50, height: 50, fit: 'cover', format: 'jpeg' })
  t.same([square.type, square.width, square.height], ['image/jpeg', 50, 50])
  const whole = await encodePicture(still, { width: 5_000, height: 5_000, fit: 'inside', format: 'png' })
  t.same([whole.type, whole.width, whole.height], ['image/png', 400, 200])
})

t.test('a picture taken sideways comes out upright, without what the camera noted', async t => {
  const upright = await encodePicture(sideways, inside)
  t.same([upright.width, upright.height], [50, 100])
  t.match(Buffer.from(still).toString('latin1'), 'Camera')
  for (const format of ['webp', 'jpeg', 'png'] as const) {
    const { bytes } = await encodePicture(still, { ...inside, format })
    t.notMatch(Buffer.from(bytes).toString('latin1'), /Camera|Exif|EXIF|http:\/\/ns.adobe/)
  }
})

t.test('a small moving picture moves on, as WebP only', async t => {
  const webp = await encodePicture(moving, { width: 30, height: 30, fit: 'inside' })
  t.same([webp.width, webp.height], [30, 20])
  t.match(Buffer.from(webp.bytes).toString('latin1'), 'ANMF')
  const jpeg = await encodePicture(moving, { ...inside, format: 'jpeg' })
  t.same([jpeg.width, jpeg.height], [60, 40])
})

t.test('what is no picture is refused with a sentence', async t => {
  const refused = [
    svg,
    Buffer.from(''),
    Buffer.from('GIF'),
    Buffer.from('<html>'),
    Buffer.from('%PDF-1.7'),
    Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1'),
  ]
  for (const bytes of refused) await t.rejects(encodePicture(bytes, inside), { name: 'BadPicture', message: /not a picture/ })

  const damaged = [
    still.subarray(0, still.length / 2),
    Buffer.concat([Buffer.from('GIF89a'), svg]),
    Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), svg]),
  ]
  for (const bytes of damaged) await t.rejects(encodePicture(bytes, inside), { name: 'BadPicture', message: /damaged/ })

  await t.rejects(encodePicture(huge, inside), new BadPicture('This picture has more than 50 million pixels.'))
})
