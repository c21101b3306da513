import { readdir, rm, stat } from 'node:fs/promises'
import type { Site } from '../site.ts'
import { exportPath, exportsFolder } from './own-export.ts'

const day = 86_400_000

/** Deletes files whose time to be downloaded is over, and those that no request names any more. */
export async function sweepExports(site: Site): Promise<void> {
  const now = site.now().toISOString()
  const over: { file: string }[] = await site.db('own_exports').where('expiresAt', '<=', now).whereNotNull('file').limit(200).select('file')
  for (const { file } of over) await rm(exportPath(site, file), { force: true })
  const files = over.map(({ file }) => file)
  if (files.length > 0) await site.db.transaction(trx => trx('own_exports').whereIn('file', files).update({ file: null }))
  await dropStrays(site)
}

/** Drafts of a process that ended, and files of accounts that are gone. */
async function dropStrays(site: Site): Promise<void> {
  const names = await readdir(exportsFolder(site)).catch(() => [] as string[])
  if (names.length === 0) return
  const known = new Set<string>(await site.db('own_exports').whereNotNull('file').pluck('file'))
  for (const name of names.filter(one => !known.has(one))) {
    const found = await stat(exportPath(site, name)).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > day) await rm(exportPath(site, name), { force: true })
  }
}

/** Deletes the files of a member who is gone. Their rows go with the account. */
export async function destroyExports(site: Site, memberId: string): Promise<void> {
  const files: string[] = await site.db('own_exports').where({ memberId }).whereNotNull('file').pluck('file')
  for (const file of files) await rm(exportPath(site, file), { force: true })
}
