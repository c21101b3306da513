import { type Actor, isMember } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { invalid, unauthorized } from '../errors.ts'
import type { UploadedFile } from '../http/context.ts'
import { BadPicture, type EncodedPicture, encodePicture } from '../media/encode-picture.ts'
import { saveMedia } from '../media/media-store.ts'
import { checkUploadRoom } from '../media/upload-quota.ts'
import { checkNotPurged, hashOf } from '../purge/purged-hash.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'

/** Pixels of the longest side of a picture that members upload. */
const longestSide = 2000

/** Makes uploads of sent pictures: decoded and written anew, without their metadata. Returns their ids in order. */
export async function savePictures(site: Site, actor: Actor, files: readonly UploadedFile[]): Promise<string[]> {
  if (files.length === 0) return []
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  // All are read before any is kept: one that is refused leaves nothing behind.
  const encoded: EncodedPicture[] = []
  const received = files.map(file => hashOf(file.bytes))
  await checkNotPurged(site, received, 'pictures')
  for (const file of files) encoded.push(await encode(file))
  await checkUploadRoom(
    site,
    actor,
    encoded.reduce((sum, { bytes }) => sum + bytes.length, 0),
  )

  const createdAt = site.now().toISOString()
  const rows: { id: string; [column: string]: unknown }[] = []
  for (const [index, { bytes, width, height, type }] of encoded.entries()) {
    const file = await saveMedia(site, bytes, type)
    rows.push({ id: newId(), memberId: actor.id, file, type, width, height, bytes: bytes.length, receivedHash: received[index], createdAt })
  }
  await site.db.transaction(trx => trx('uploads').insert(rows))
  return rows.map(({ id }) => id)
}

async function encode(file: UploadedFile): Promise<EncodedPicture> {
  try {
    return await encodePicture(file.bytes, { width: longestSide, height: longestSide, fit: 'inside' })
  } catch (error) {
    if (error instanceof BadPicture) throw invalid({ pictures: `${file.name}: ${error.message}` })
    throw error
  }
}
