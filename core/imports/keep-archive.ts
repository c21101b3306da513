import { mkdir, rename } from 'node:fs/promises'
import { type Actor, isMember, type MemberActor } from '../actor.ts'
import { openArchive } from '../archives/open-archive.ts'
import { newId } from '../db/new-id.ts'
import { cleanLine } from '../entries/import-draft.ts'
import { conflict, invalid, unauthorized } from '../errors.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { addTask } from '../tasks/start-task.ts'
import { fittingImporters, type Importer, listImporters, nameOfImporter } from './choose-importer.ts'
import { archivePath, columnsOf, ImportBatch, importsFolder } from './import-batch.ts'

/** A file that a member sent, as it lies in the imports folder. */
export interface SentArchive {
  path: string
  /** What the member calls it. */
  name: string
  bytes: number
}

/** Files of one member that wait or are at work at the same time. */
const mostFiles = 3
const megabyte = 1024 * 1024

/**
 * Takes a file that a member sent, chooses the importer that reads it unless the member named one (`plugin.id`), and begins to look
 * through it. Throws invalid for a file that nothing reads.
 */
export async function keepArchive(site: Site, actor: Actor, sent: SentArchive, wanted = ''): Promise<ImportBatch> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  const importer = await importerFor(site, sent, wanted)
  const batch = await storeArchive(site, actor, sent, importer)
  await site.db.transaction(trx =>
    addTask(site, trx, { name: 'imports.work', subject: batch.id, input: { batchId: batch.id }, startedBy: actor.id }),
  )
  return batch
}

/** The same without beginning: for who does the work at once. */
export async function storeArchive(
  site: Site,
  actor: MemberActor,
  { path, name, bytes }: SentArchive,
  importer: Importer,
): Promise<ImportBatch> {
  const id = newId()
  await mkdir(importsFolder(site), { recursive: true })
  await rename(path, archivePath(site, id))
  return site.db.transaction(async trx => {
    const waiting = await trx('import_batches').where({ memberId: actor.id }).whereNotNull('file').count({ n: '*' }).first()
    if (Number(waiting?.n) >= mostFiles)
      throw conflict(`${mostFiles} of your archives wait already. Bring them in, or put one away, before the next.`)
    const file = { fileName: shortName(name), fileBytes: bytes, file: id, createdAt: site.now().toISOString() }
    return ImportBatch.query(trx).insertAndFetch({ id, memberId: actor.id, ...columnsOf(importer), ...file })
  })
}

/** Which importer reads a file. Throws invalid, or conflict when there is none on this site. */
export async function importerFor(site: Site, { path, name, bytes }: SentArchive, wanted: string): Promise<Importer> {
  const importers = listImporters(site.registry)
  if (importers.length === 0)
    throw conflict('Nothing on this site reads archives. Those who look after it can switch on a plugin for that.')
  const asked = wanted === '' ? importers : importers.filter(one => nameOfImporter(one) === wanted)
  if (asked.length === 0) throw invalid({ importer: 'This is not among the archives that can be read here.' })
  const archive = await openArchive(path, shortName(name))
  archive.close()
  const [best] = fittingImporters(asked, shortName(name), archive)
  if (!best) throw invalid({ archive: whatIsRead(asked) })
  const { title, megabytes } = best.importer.declared
  const most = Math.min(megabytes, site.config.media.archiveMegabytes)
  if (bytes > most * megabyte) throw invalid({ archive: `An archive from ${title} may have at most ${most} MB here.` })
  return best.importer
}

function whatIsRead(importers: readonly Importer[]): string {
  const known = importers.map(({ declared: { title, endings, holds } }) => {
    const inside = holds.length > 0 ? ` with ${holds.slice(0, 3).join(' or ')} in it` : ''
    return `${title} (${endings.join(' or ')}${inside})`
  })
  return `This is no archive that can be read here. What can be: ${known.join('; ')}. Bring the file as you got it.`
}

function shortName(name: string): string {
  return cleanLine(name).slice(-200) || 'archive'
}
