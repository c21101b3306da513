import { invalid } from '../errors.ts'
import { checkNotPurged, hashOf } from '../purge/purged-hash.ts'
import type { Site } from '../site.ts'
import { BadPicture, encodePicture } from './encode-picture.ts'
import { saveMedia } from './media-store.ts'

/** Pixels of the side: twice what pages show, for dense screens. */
const side = 192

/** Keeps the picture of a member or group, cut to a square and without its metadata. Returns its name for `feeds.picture`. */
export async function saveAvatar(site: Site, bytes: Uint8Array): Promise<string> {
  await checkNotPurged(site, [hashOf(bytes)], 'picture')
  try {
    const encoded = await encodePicture(bytes, { width: side, height: side, fit: 'cover' })
    return await saveMedia(site, encoded.bytes, encoded.type)
  } catch (error) {
    if (error instanceof BadPicture) throw invalid({ picture: error.message })
    throw error
  }
}
