import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Static } from 'typebox'
import { SiteError } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'

/** What stands in `manifest.json` of a backup: what it holds, of what, made by what. Bytes and counts are whole numbers. */
export const manifestSchema = Type.Object({
  format: Type.Literal(1),
  createdAt: Type.String({ maxLength: 30 }),
  /** What it was made for. */
  why: Type.Union([Type.Literal('asked'), Type.Literal('plan'), Type.Literal('upgrade')]),
  program: Type.Object({ version: Type.String(), commit: Type.Optional(Type.String()), node: Type.String() }),
  site: Type.Object({ name: Type.String(), url: Type.String() }),
  database: Type.Object({
    dialect: Type.Union([Type.Literal('sqlite'), Type.Literal('postgres')]),
    /** `copy`: an SQLite file; `pg_dump`: its custom format; `rows`: a line of JSON per row, compressed. */
    how: Type.Union([Type.Literal('copy'), Type.Literal('pg_dump'), Type.Literal('rows')]),
    file: Type.String({ pattern: '^[a-z.]+$' }),
    bytes: Type.Integer({ minimum: 0 }),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    /** Rows of every table. */
    rows: Type.Record(Type.String(), Type.Integer()),
    /** Names of the migrations that had run. */
    migrations: Type.Array(Type.String()),
  }),
  files: Type.Object({
    count: Type.Integer({ minimum: 0 }),
    bytes: Type.Integer({ minimum: 0 }),
    /** Of the list `files.sha256`. */
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    keys: Type.Boolean(),
  }),
  /** The site's configuration file, `config.json` in the backup; not when the secrets were left out. */
  config: Type.Optional(Type.Object({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) })),
  /** Options that were not as usual, by their names in the environment. Values are not kept here, some are secret. */
  options: Type.Array(Type.String()),
})

export type BackupManifest = Static<typeof manifestSchema>

/** Below this folder of a backup lie the files of the site, as they lay in the data folder. */
export const filesFolder = 'files'
/** Below this one plugins and themes that lay beside the program. */
export const programFolder = 'program'
export const configFile = 'config.json'
/** One line per file, as `sha256sum -c` reads it. */
export const fileList = 'files.sha256'
export const manifestFile = 'manifest.json'

/** The backup has a part that is not as it was made. The message names the part. */
export class DamagedBackup extends SiteError {
  constructor(folder: string, problems: readonly string[]) {
    const more = problems.length > 5 ? [`… and ${problems.length - 5} more.`] : []
    super(409, 'backup-damaged', [`The backup ${folder} is damaged:`, ...problems.slice(0, 5), ...more].join('\n  '))
  }
}

/** Reads what a backup says about itself. Throws a SiteError when there is none, or DamagedBackup when it cannot be read. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const path = join(folder, manifestFile)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    const hint = basename(folder).endsWith('.part') ? ' It was never finished.' : ''
    throw new SiteError(404, 'backup-not-found', `${folder} holds no backup: there is no ${manifestFile}.${hint}`, {}, { cause })
  }
  try {
    return readInput(manifestSchema, JSON.parse(text))
  } catch {
    throw new DamagedBackup(folder, [`${manifestFile} cannot be read.`])
  }
}
