import { openArchive } from '../archives/open-archive.ts'
import { SiteError } from '../errors.ts'
import type { Site } from '../site.ts'
import { ArchiveForPlugin } from './archive-for-plugin.ts'
import { fittingImporters, listImporters, nameOfImporter } from './choose-importer.ts'
import type { Place } from './import-batch.ts'
import { askImporter, type CheckedPage, ImportStopped } from './import-page.ts'

/** A file, and which importer reads it. */
export interface Archived {
  path: string
  /** What its owner calls it. */
  name: string
  /** `plugin.id`. */
  importer: string
}

/** So many entries are enough for a life. */
const mostEntries = 500_000
const mostPages = 100_000

export type TakePage = (page: CheckedPage, place: Place, archive: ArchiveForPlugin) => Promise<void>

/**
 * Reads an archive page by page, from a place on, and hands each page over. The place that comes with it is the one after it. Throws
 * ImportStopped with a sentence for the member.
 */
export async function readThrough(
  site: Site,
  { path, name, importer: wanted }: Archived,
  from: Place | undefined,
  take: TakePage,
): Promise<void> {
  const importer = listImporters(site.registry).find(one => nameOfImporter(one) === wanted)
  if (!importer) throw new ImportStopped('The plugin that reads this archive is switched off.')
  const archive = await opened(path, name)
  const [fitting] = fittingImporters([importer], name, archive)
  const reader = new ArchiveForPlugin(archive, name, fitting?.root ?? '')
  try {
    let cursor = from?.cursor ?? null
    let done = from?.done ?? 0
    for (let pages = 0; ; pages++) {
      const page = await askImporter(importer, reader.handle(), cursor)
      done += page.entries.length
      if (done > mostEntries || pages > mostPages) throw new ImportStopped(`The archive holds more than ${mostEntries} entries.`)
      await take(page, { cursor: page.next ?? '', done }, reader)
      if (page.next === null) return
      cursor = page.next
    }
  } finally {
    reader.close()
  }
}

async function opened(path: string, name: string) {
  try {
    return await openArchive(path, name)
  } catch (cause) {
    if (cause instanceof SiteError) throw new ImportStopped(cause.message, { cause })
    throw new ImportStopped('The file is not here any more. Bring it again.', { cause })
  }
}
