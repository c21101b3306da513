import { type Actor, isMember } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { invalid, unauthorized } from '../errors.ts'
import type { UploadedFile } from '../http/context.ts'
import { BadPicture, encodePicture } from '../media/encode-picture.ts'
import { saveMedia } from '../media/media-store.ts'
import type { Site } from '../site.ts'

/** Pixels of the longest side of a picture that members upload. */
const longestSide = 2000

/** Makes uploads of sent pictures: decoded and written anew, without their metadata. Returns their ids in order. */
export async function savePictures(site: Site, actor: Actor, files: readonly UploadedFile[]): Promise<string[]> {
  if (files.length === 0) return []
  if (!isMember(actor)) throw unauthorized()
  const rows: object[] = []
  const ids: string[] = []
  for (const file of files) {
    const { bytes, width, height, type } = await encode(file)
    const id = newId()
    ids.push(id)
    const name = await saveMedia(site, bytes, type)
    rows.push({ id, memberId: actor.id, file: name, type, width, height, bytes: bytes.length, createdAt: site.now().toISOString() })
  }
  await site.db.transaction(trx => trx('uploads').insert(rows))
  return ids
}

async function encode(file: UploadedFile) {
  try {
    return await encodePicture(file.bytes, { width: longestSide, height: longestSide, fit: 'inside' })
  } catch (error) {
    if (error instanceof BadPicture) throw invalid({ pictures: `${file.name}: ${error.message}` })
    throw error
  }
}
