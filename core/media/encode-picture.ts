import type { Metadata, Sharp, SharpOptions } from 'sharp'
import { takeTurns } from './take-turns.ts'

export interface PictureOptions {
  /** Largest width and height in pixels; with `cover` the exact ones. */
  width: number
  height: number
  /** `inside` keeps the whole picture and never enlarges it; `cover` fills the frame and cuts what stands out. */
  fit: 'cover' | 'inside'
  /** `webp` unless told. Only `webp` can move. */
  format?: 'webp' | 'jpeg' | 'png'
}

export interface EncodedPicture {
  bytes: Uint8Array
  width: number
  height: number
  /** Media type: `image/webp`. */
  type: string
}

/** These bytes are no picture that can be shown. The message may be shown to anyone. */
export class BadPicture extends Error {
  override readonly name = 'BadPicture'
}

const mostPixels = 50_000_000
// A moving picture larger than this becomes a still one: every frame has to be decoded and encoded.
const mostMovingBytes = 3_000_000
const mostMovingPixels = 30_000_000
const mostSeconds = 20

// Each picture takes a thread of the pool that the database and the file system use as well.
const inTurn = takeTurns(2)

/**
 * Decodes a picture and writes it anew: upright, in sRGB, no larger than asked for and without anything the camera noted.
 * Takes JPEG, PNG, WebP, GIF, AVIF and TIFF, told by their content. Throws BadPicture.
 */
export async function encodePicture(bytes: Uint8Array, options: PictureOptions): Promise<EncodedPicture> {
  if (!pictureType(bytes))
    throw new BadPicture('This is not a picture that can be used here. Please use JPEG, PNG, WebP, GIF, AVIF or TIFF.')
  const sharp = await loadSharp()
  return inTurn(async () => {
    try {
      return await encode(sharp, bytes, options)
    } catch (cause) {
      if (cause instanceof BadPicture) throw cause
      throw new BadPicture('This picture is damaged and cannot be read.', { cause })
    }
  })
}

/** The media type of a picture by its first bytes, or undefined when it is none of those that can be read. */
export function pictureType(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 32)).toString('latin1')
  return signatures.find(([signature]) => signature.test(start))?.[1]
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: these are bytes
const signatures: [RegExp, string][] = [
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^\x89PNG\r\n\x1a\n/, 'image/png'],
  [/^RIFF[\s\S]{4}WEBP/, 'image/webp'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^[\s\S]{4}ftyp(avif|avis|mif1[\s\S]*avif)/, 'image/avif'],
  [/^(II[*+]\0|MM\0[*+])/, 'image/tiff'],
]
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: these were bytes

async function encode(sharp: SharpModule, bytes: Uint8Array, options: PictureOptions): Promise<EncodedPicture> {
  const format = options.format ?? 'webp'
  const reading: SharpOptions = { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true }
  const metadata = await sharp(bytes, { ...reading, limitInputPixels: false }).metadata()
  if (metadata.width * (metadata.pageHeight ?? metadata.height) > mostPixels) {
    throw new BadPicture(`This picture has more than ${mostPixels / 1_000_000} million pixels.`)
  }
  const picture = sharp(bytes, { ...reading, animated: format === 'webp' && mayMove(metadata, bytes.length) })
    .autoOrient()
    .resize({ width: options.width, height: options.height, fit: options.fit, withoutEnlargement: options.fit === 'inside' })
    .toColourspace('srgb')
    .timeout({ seconds: mostSeconds })
  const { data, info } = await inFormat(picture, format).toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.pageHeight ?? info.height, type: `image/${format}` }
}

function inFormat(picture: Sharp, format: 'webp' | 'jpeg' | 'png'): Sharp {
  if (format === 'webp') return picture.webp({ quality: 80 })
  if (format === 'png') return picture.png()
  // JPEG has no transparency; black would be what is left behind it.
  return picture.flatten({ background: '#fff' }).jpeg({ quality: 82, mozjpeg: true })
}

function mayMove({ pages = 1, width, height, pageHeight }: Metadata, size: number): boolean {
  return pages > 1 && size <= mostMovingBytes && width * (pageHeight ?? height) * pages <= mostMovingPixels
}

type SharpModule = typeof import('sharp').default
let loaded: Promise<SharpModule> | undefined

// Only when the first picture comes: the library takes a good part of the memory of a small site.
function loadSharp(): Promise<SharpModule> {
  loaded ??= importSharp()
  return loaded
}

async function importSharp(): Promise<SharpModule> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  // Whatever else the library can read (SVG, PDF, files by name) it may not.
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map(name => `VipsForeignLoad${name}Buffer`) })
  return sharp
}
