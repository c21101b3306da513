import { constants } from 'node:fs'
import { copyFile, mkdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { memberActor } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { conflict, invalid } from '../errors.ts'
import { listImporters, nameOfImporter } from '../imports/choose-importer.ts'
import { columnsOf, ImportBatch, importsFolder } from '../imports/import-batch.ts'
import { ImportStopped } from '../imports/import-page.ts'
import { importerFor, storeArchive } from '../imports/keep-archive.ts'
import { previewArchive } from '../imports/preview-archive.ts'
import { workOnBatch } from '../imports/work-on-batch.ts'
import { findMember } from '../members/member.ts'
import type { CommandLine } from './command-line.ts'
import { showSteps } from './operating/show-steps.ts'

interface ImportOptions {
  as: string
  importer?: string
  dryRun?: boolean
  replies?: boolean
  json?: boolean
}

export function addImportCommands(program: Command, cli: CommandLine): void {
  program
    .command('import <file>')
    .description('bring what a member wrote elsewhere in, from an archive')
    .requiredOption('--as <handle>', 'whose archive it is')
    .option('--importer <name>', 'who reads it, as archives.mastodon; found out from the file when left out')
    .option('--replies', 'bring in answers to others as well')
    .option('--dry-run', 'say what is in it, and keep nothing')
    .option('--json', 'print JSON')
    .action((file: string, options: ImportOptions) => importArchive(cli, file, options))
}

async function importArchive(
  cli: CommandLine,
  file: string,
  { as: handle, importer: wanted = '', dryRun, replies, json = false }: ImportOptions,
) {
  const { site } = await cli.open()
  const actor = memberActor(await findMember(site.db, handle))
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw invalid({ file: `There is no file ${file}.` })
  if (wanted !== '' && !listImporters(site.registry).some(one => nameOfImporter(one) === wanted))
    throw invalid({ importer: unknown(site, wanted) })
  const sent = { path: file, name: basename(file), bytes: found.size }
  const importer = await importerFor(site, sent, wanted)
  const name = nameOfImporter(importer)
  const show = showSteps()
  const step = async (done: number, total?: number): Promise<void> =>
    show(total ? 'Bringing entries in' : 'Looking through', total ? done / total : 0)

  if (dryRun) {
    const owner = { id: newId(), memberId: actor.id, ...columnsOf(importer) }
    const preview = await told(() => previewArchive(site, { path: file, name: sent.name, importer: name }, owner, step))
    const { samples: _samples, refusals: _refusals, skipped, ...counts } = preview
    return cli.print(json ? { importer: name, ...preview } : { importer: name, ...counts, ...skipped }, { json })
  }
  const copy = join(importsFolder(site), `sent-${newId()}`)
  await mkdir(importsFolder(site), { recursive: true })
  await copyFile(file, copy, constants.COPYFILE_FICLONE)
  const { id } = await storeArchive(site, actor, { ...sent, path: copy }, importer)
  await workOnBatch(site, id, step)
  const now = site.now().toISOString()
  await site.db.transaction(trx =>
    trx('import_batches')
      .where({ id })
      .whereNotNull('readAt')
      .update({ startedAt: now, withRepliesAt: replies ? now : null }),
  )
  await workOnBatch(site, id, step)
  const batch = (await ImportBatch.query(site.db).findById(id))!
  if (batch.problem) throw conflict(batch.problem)
  const { brought, known, leftOut, refused, picturesLost } = batch
  const report = { id, importer: name, brought, known, leftOut, refused, picturesLost }
  cli.print(json ? report : `${brought} brought in, ${known} here already, ${leftOut} left out, ${refused} could not be read.`, { json })
}

function unknown(site: Parameters<typeof storeArchive>[0], wanted: string): string {
  const names = listImporters(site.registry).map(nameOfImporter)
  return `There is no importer "${wanted}"; there is ${names.join(', ') || 'none'}.`
}

async function told<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ImportStopped) throw conflict(error.message)
    throw error
  }
}
