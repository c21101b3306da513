import { createHmac, timingSafeEqual } from 'node:crypto'

/** Where pictures of other sites are shown from. */
export const imageCachePath = '/media/outside'

/**
 * The address on this site for a picture of another one: `/media/outside/<signature>/<address>`.
 * Signed, so that nobody can make the site fetch what it did not choose to show.
 */
export function cachedImageUrl(address: string, key: string): string {
  return `${imageCachePath}/${sign(address, key)}/${Buffer.from(address).toString('base64url')}`
}

/** The picture's own address, or undefined when this site did not sign it. */
export function readCachedImageUrl(signature: string, encoded: string, key: string): string | undefined {
  const address = Buffer.from(encoded, 'base64url').toString()
  const given = Buffer.from(signature)
  const expected = Buffer.from(sign(address, key))
  return given.length === expected.length && timingSafeEqual(given, expected) ? address : undefined
}

// Half of the hash: 128 bits cannot be guessed, and the signature stands in every picture of every entry.
function sign(address: string, key: string): string {
  return createHmac('sha256', key).update(`image-cache\n${address}`).digest().subarray(0, 16).toString('base64url')
}
