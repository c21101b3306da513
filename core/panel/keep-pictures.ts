import { invalid } from '../errors.ts'
import { type FormSchema, propertiesOf, widgetOf } from '../forms/form-schema.ts'
import type { UploadedFile } from '../http/context.ts'
import { BadPicture, encodePicture } from '../media/encode-picture.ts'
import { saveMedia } from '../media/media-store.ts'
import type { Site } from '../site.ts'

/** Pixels of the longer side: enough for the head of a page on a dense screen. */
const side = 2000

/**
 * Keeps the pictures that came with a form. Returns what its fields hold then: `set-logo` gets the name of what came as `set-logo/file`.
 * Throws invalid, by field, when something is no picture.
 */
export async function keepPictures(
  site: Site,
  schema: FormSchema,
  files: readonly UploadedFile[],
  prefix = '',
): Promise<Record<string, string>> {
  const wanted = propertiesOf(schema).filter(([, property]) => widgetOf(property) === 'image')
  const kept = wanted.map(async ([name]) => {
    const file = files.find(({ field }) => field === `${prefix}${name}/file`)
    return file ? [[prefix + name, await keepPicture(site, name, file)] as const] : []
  })
  return Object.fromEntries((await Promise.all(kept)).flat())
}

async function keepPicture(site: Site, name: string, file: UploadedFile): Promise<string> {
  try {
    const { bytes, type } = await encodePicture(file.bytes, { width: side, height: side, fit: 'inside' })
    return await saveMedia(site, bytes, type)
  } catch (error) {
    if (error instanceof BadPicture) throw invalid({ [name]: error.message })
    throw error
  }
}
