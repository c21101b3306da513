import { join } from 'node:path'
import type { Knex } from 'knex'
import type { Config } from '../config/config-schema.ts'
import { notFound } from '../errors.ts'

/** A request of a member for everything about them, and what came of it. */
export interface OwnExport {
  id: string
  memberId: string
  /** Null until it is ready, and when it was deleted. */
  file: string | null
  bytes: number | string | null
  files: number | null
  problem: string | null
  createdAt: string
  endedAt: string | null
  expiresAt: string | null
}

/** Days for which the file can be downloaded. */
export const exportDays = 7

/** Where the file of an export lies. */
export function exportPath({ config }: { config: Pick<Config, 'dataDir'> }, file: string): string {
  return join(exportsFolder({ config }), file)
}

export function exportsFolder({ config }: { config: Pick<Config, 'dataDir'> }): string {
  return join(config.dataDir, 'exports')
}

/** The newest requests of a member. */
export function listExports(db: Knex, memberId: string): Promise<OwnExport[]> {
  return db('own_exports').where({ memberId }).orderBy('id', 'desc').limit(5)
}

/** An export of this member whose file is there. Throws notFound for anybody else's, and when its time is over. */
export async function findExport(db: Knex, memberId: string, id: string, now: Date): Promise<OwnExport & { file: string }> {
  const found: OwnExport | undefined = await db('own_exports').where({ id, memberId }).where('expiresAt', '>', now.toISOString()).first()
  if (!found?.file) throw notFound('export')
  return { ...found, file: found.file }
}
