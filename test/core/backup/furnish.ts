import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgres } from '../../../core/backup/postgres-tools.ts'
import type { Config } from '../../../core/config/config-schema.ts'
import { loadConfig } from '../../../core/config/load-config.ts'
import { saveMedia } from '../../../core/media/media-store.ts'
import type { Site } from '../../../core/site.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { root, type Teardown } from '../../../core/testing/make-site.ts'

/** Gives a site something of everything that a backup must hold. */
export async function furnish(site: Site): Promise<{ picture: string; entryId: string }> {
  const ann = await makeMember(site, 'ann', { role: 'admin', password: 'a sound that nobody knows' })
  const entry = await makeEntry(site, ann, 'Kept “for good” 🌊')
  const picture = await saveMedia(site, Buffer.from('a picture'), 'image/png')
  await site.act({ kind: 'system', scopes: [] }, 'settings.change', { key: 'siteName', value: 'The Delta' })
  await site.act({ kind: 'system', scopes: [] }, 'plugin.disable', { name: 'services' })
  const { dataDir } = site.config
  for (const folder of ['plugins/sail', 'themes/dusk', 'cache/images']) mkdirSync(join(dataDir, folder), { recursive: true })
  writeFileSync(join(dataDir, 'plugins/sail/plugin.json'), '{}')
  writeFileSync(join(dataDir, 'plugins.lock.json'), '{"locked":true}')
  writeFileSync(join(dataDir, 'themes/dusk/theme.json'), '{}')
  writeFileSync(join(dataDir, 'cache/images/x.webp'), 'made again')
  return { picture, entryId: entry.id }
}

/** Another place for a site, with nothing in it: a data folder, and a database where the tests run on PostgreSQL. */
export async function emptyPlace(t: Teardown): Promise<Config> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-place-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const dataDir = join(folder, 'data')
  return loadConfig(root, { DATA_DIR: dataDir, DATABASE_URL: await emptyDatabase(t), CONFIG_FILE: '', PORT: '0', LOG_LEVEL: 'silent' })
}

async function emptyDatabase(t: Teardown): Promise<string> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) return ''
  const name = `tributary_test_${randomBytes(8).toString('hex')}`
  const run = async (sql: string) => {
    const client = await openPostgres(server)
    await client.query(sql)
    await client.end()
  }
  await run(`create database ${name}`)
  t.teardown(() => run(`drop database if exists ${name} with (force)`))
  return Object.assign(new URL(server), { pathname: `/${name}` }).href
}
