import { rm } from 'node:fs/promises'
import type { Site } from '../site.ts'
import { archivePath } from './import-batch.ts'

/** Deletes what is left of the archives of a member who is gone: the files first, then what is known of them. */
export async function destroyImports(site: Site, memberId: string): Promise<void> {
  const rows: { file: string }[] = await site.db('import_batches').where({ memberId }).whereNotNull('file').select('file')
  for (const { file } of rows) await rm(archivePath(site, file), { force: true })
  await site.db.transaction(trx => trx('import_batches').where({ memberId }).delete())
}
