import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import t from 'tap'
import { loadConfig } from '../core/config/load-config.ts'

const folder = new URL('../docs/examples/deploy/', import.meta.url).pathname
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

t.test('the unit starts the site as npm start does, and systemd understands every line of it', async t => {
  const unit = read('tributary.service')
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { scripts: { start: string } }
  t.match(unit, `ExecStart=/usr/bin/${scripts.start}\n`)
  const place = mkdtempSync(join(tmpdir(), 'tributary-unit-'))
  t.teardown(() => rmSync(place, { recursive: true, force: true }))
  cpSync(folder, place, { recursive: true })
  // Node lies elsewhere on other machines.
  writeFileSync(join(place, 'tributary.service'), unit.replace('/usr/bin/node', process.execPath))
  const { error, status, stderr } = spawnSync('systemd-analyze', ['verify', join(place, 'tributary.service')], { encoding: 'utf8' })
  if (error) return t.comment('systemd-analyze is not on this machine, so only the command was compared.')
  t.same([status, stderr.split('\n').filter(line => line.includes('tributary'))], [0, []])
})

t.test('every line of the environment file is an option, also those to be uncommented', async t => {
  const lines = read('tributary.env').replaceAll(/^#(?=[A-Z_]+=)/gm, '')
  const variables = Object.fromEntries(Object.entries(parseEnv(lines)).filter(([name]) => name !== 'MALLOC_ARENA_MAX'))
  const config = loadConfig(new URL('..', import.meta.url).pathname, { ...variables, CONFIG_FILE: '' } as Record<string, string>)
  t.match(config, { http: { baseUrl: 'https://example.org', trustProxy: 1 }, dataDir: '/var/lib/tributary', smtp: { from: /no-reply/ } })
  t.match(config, { databaseUrl: /^postgres:/, backup: { folder: '/mnt/backup/tributary' } })
})
