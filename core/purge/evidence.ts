import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { makeSecretBox, type SecretBox } from '../forms/secret-box.ts'
import { mediaPath } from '../media/media-store.ts'
import type { Site } from '../site.ts'
import type { Remains } from './find-remains.ts'

/** What was destroyed, as whoever opens the evidence reads it. */
export interface Evidence {
  /** Rows of the database as they were. */
  rows: Record<string, unknown>
  /** Files in base64. */
  files: { name: string; base64: string }[]
}

const day = 86_400_000

/** Seals what is about to be destroyed, in the transaction that does it. From then on only `openEvidence` reads it. */
export async function sealEvidence(site: Site, trx: Knex.Transaction, tombstoneId: string, remains: Remains, days: number): Promise<void> {
  const files = await Promise.all(
    remains.files.map(async name => ({
      name,
      base64: (await readFile(mediaPath(site, name)!).catch(() => Buffer.alloc(0))).toString('base64'),
    })),
  )
  const { sealed } = (await evidenceBox(site)).seal(JSON.stringify({ rows: remains.rows, files } satisfies Evidence))
  const until = new Date(site.now().getTime() + days * day).toISOString()
  await trx('sealed_evidence').insert({ tombstoneId, sealed, bytes: sealed.length, until })
}

/** A key of its own: who reads the site's other secrets does not read this. Made when it is first needed. */
export async function evidenceBox({ config }: Pick<Site, 'config'>): Promise<SecretBox> {
  const file = join(config.dataDir, 'keys/evidence')
  await mkdir(join(config.dataDir, 'keys'), { recursive: true, mode: 0o700 })
  // Another process may be faster, or it is there since long.
  await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return makeSecretBox(await readFile(file, 'utf8'))
}
