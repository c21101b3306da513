import { join } from 'node:path'
import type { Knex } from 'knex'
import type { Config } from '../config/config-schema.ts'
import { SiteModel } from '../db/site-model.ts'
import type { ImportOrigin } from '../entries/import-origin.ts'
import { notFound } from '../errors.ts'
import type { Importer, nameOfImporter } from './choose-importer.ts'

/** A file that a member brought, and what became of it. Its entries carry its id. */
export class ImportBatch extends SiteModel {
  static override tableName = 'import_batches'
  declare memberId: string
  declare plugin: string
  /** Id of the importer among those of its plugin. */
  declare importer: string
  /** What the importer called itself. */
  declare title: string
  declare service: string | null
  declare fileName: string
  declare fileBytes: number
  /** Name below `imports` in the data folder; null as soon as it is not needed any more. */
  declare file: string | null
  /** JSON of a Preview. */
  declare preview: string | null
  /** JSON of a Place; null at the beginning of the work. */
  declare place: string | null
  /** Set when answers to others are brought in as well. */
  declare withRepliesAt: string | null
  declare brought: number
  declare known: number
  declare refused: number
  /** Left out on purpose: by the importer, or because its audience cannot be kept here. */
  declare leftOut: number
  declare picturesLost: number
  /** Why the work stands still, for the member. */
  declare problem: string | null
  declare createdAt: string
  declare readAt: string | null
  declare startedAt: string | null
  declare endedAt: string | null
  declare takenBackAt: string | null
  declare sweptAt: string | null
}

/** Where the work on a batch goes on. */
export interface Place {
  /** JSON of the importer's cursor. */
  cursor: string
  /** Entries that were looked at. */
  done: number
}

/** A batch of this member. Throws notFound for anybody else's. */
export async function findBatch(db: Knex, memberId: string | undefined, id: string): Promise<ImportBatch> {
  const batch = memberId && (await ImportBatch.query(db).findOne({ id, memberId }))
  if (!batch) throw notFound('import')
  return batch
}

/** All batches of a member, the newest first. */
export async function listBatchesOf(db: Knex, memberId: string): Promise<ImportBatch[]> {
  return ImportBatch.query(db).where({ memberId }).orderBy('id', 'desc').limit(100)
}

/** The folder of files that are being brought in. Nothing in it is kept for long. */
export function importsFolder({ config }: { config: Pick<Config, 'dataDir'> }): string {
  return join(config.dataDir, 'imports')
}

/** Where the file of a batch lies. */
export function archivePath(site: { config: Pick<Config, 'dataDir'> }, file: string): string {
  return join(importsFolder(site), file)
}

/** How entries of an importer are known: by their guid, whichever file they came in. */
export function originOfBatch(batch: Pick<ImportBatch, 'id' | 'memberId' | 'plugin' | 'importer' | 'title' | 'service'>): ImportOrigin {
  const { id, memberId, plugin, importer, title, service } = batch
  const none = { siteUrl: null, verifiedAt: null, onlyAuthor: null, asMessageSince: null, firstCommentSince: null }
  return { sourceId: null, importBatchId: id, memberId, type: `import ${plugin}.${importer}`, address: '', title, service, ...none }
}

/** The reason of the removal of what was taken back, by which it can come in again. */
export function takenBackReason({ plugin, importer }: Pick<ImportBatch, 'plugin' | 'importer'>): string {
  return `import ${plugin}.${importer}`
}

/** What of an importer stands on a batch. */
export function columnsOf(importer: Importer): Pick<ImportBatch, 'plugin' | 'importer' | 'title' | 'service'> {
  const { plugin, declared } = importer
  return { plugin, importer: declared.id, title: declared.title, service: declared.service ?? null }
}

/** `plugin.id` of the importer of a batch. */
export function importerOf({ plugin, importer }: Pick<ImportBatch, 'plugin' | 'importer'>): ReturnType<typeof nameOfImporter> {
  return `${plugin}.${importer}`
}
