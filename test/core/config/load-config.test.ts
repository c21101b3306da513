import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { OptionSchema } from '../../../core/config/config-problems.ts'
import { configSchema } from '../../../core/config/config-schema.ts'
import { ConfigError, listOptions, loadConfig } from '../../../core/config/load-config.ts'
import { root } from '../../../core/testing/make-site.ts'

const options = listOptions(configSchema as OptionSchema)

/** A program folder with a configuration of its own. */
function makeRoot(t: { teardown(fn: () => void): void }, site?: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-config-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'config'))
  cpSync(join(root, 'config/default.json'), join(folder, 'config/default.json'))
  if (site !== undefined) writeFileSync(join(folder, 'config/site.json'), typeof site === 'string' ? site : JSON.stringify(site))
  return folder
}

function problemsOf(folder: string, env: Record<string, string> = {}): string[] {
  try {
    loadConfig(folder, env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

t.test('a new site needs no configuration', async t => {
  const folder = makeRoot(t)
  const config = loadConfig(folder, {})
  t.match(config, { http: { host: '127.0.0.1', port: 3000, baseUrl: '' }, databaseUrl: '', redisUrl: '', allowPrivateAddresses: [] })
  t.equal(config.dataDir, join(folder, 'data'))
  t.equal(config.root, folder)
})

t.test('the file changes the defaults, and the environment wins over the file', async t => {
  const folder = makeRoot(t, { http: { port: 8080, host: '0.0.0.0' }, media: { cacheMegabytes: 64 } })
  const config = loadConfig(folder, { PORT: '9090', MEDIA_UPLOAD_MEGABYTES: '3' })
  t.match(config, { http: { port: 9090, host: '0.0.0.0' }, media: { cacheMegabytes: 64, uploadMegabytes: 3 } })
})

t.test('the promised variables have their names', async t => {
  const env = {
    PORT: '0',
    HOST: '0.0.0.0',
    BASE_URL: 'https://example.org',
    DATA_DIR: '/srv/site',
    DATABASE_URL: 'postgres://site@db/site',
    REDIS_URL: 'redis://cache:6379',
    ALLOW_PRIVATE_ADDRESSES: 'feeds.local, 10.0.0.7:8080',
  }
  t.match(loadConfig(makeRoot(t), env), {
    http: { port: 0, host: '0.0.0.0', baseUrl: 'https://example.org' },
    dataDir: '/srv/site',
    databaseUrl: 'postgres://site@db/site',
    redisUrl: 'redis://cache:6379',
    allowPrivateAddresses: ['feeds.local', '10.0.0.7:8080'],
  })
})

t.test('CONFIG_FILE names another file', async t => {
  const folder = makeRoot(t, { http: { port: 8080 } })
  const file = join(folder, 'other.json')
  writeFileSync(file, '{ "http": { "port": 7070 } }')
  t.equal(loadConfig(folder, { CONFIG_FILE: file }).http.port, 7070)
  t.match(problemsOf(folder, { CONFIG_FILE: `${file}.gone` }), [/^CONFIG_FILE names .*other\.json\.gone, but there is no such file\.$/])
})

t.test('every problem is listed at once, with what was expected and found', async t => {
  const folder = makeRoot(t, {
    http: { port: 'many', speed: 9 },
    colour: 'red',
    jobs: { workers: 99 },
    media: 'none',
    smtp: { url: 'mail' },
  })
  const env = { BASE_URL: 'example.org/', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x', REDIS_URL: 'x', JOBS_FETCHES: '1.5', PORT: '' }
  t.same(problemsOf(folder, env).sort(), [
    'BASE_URL should be an address without a slash at the end, such as https://example.org, but is "example.org/".',
    'DATABASE_URL should be an address such as postgres://user:password@host/database, but is "mysql://x".',
    'JOBS_FETCHES should be a whole number from 1 to 64, but is "1.5".',
    'LOG_LEVEL should be one of silent, error, warn, info, debug, but is "loud".',
    'REDIS_URL should be an address such as redis://host:6379, but is "x".',
    'config/site.json: "colour" is not an option. config/example.json lists them all.',
    'config/site.json: "http.port" should be a whole number from 0 to 65535, but is "many".',
    'config/site.json: "http.speed" is not an option. config/example.json lists them all.',
    'config/site.json: "jobs.workers" should be a whole number from 1 to 16, but is 99.',
    'config/site.json: "media" should be an object, but is "none".',
    'config/site.json: "smtp.url" should be an address such as smtp://user:password@host:587, but is "mail".',
  ])
})

t.test('passwords in addresses are not shown', async t => {
  const [problem] = problemsOf(makeRoot(t), { DATABASE_URL: 'mysql://site:secret@db/site' })
  t.notMatch(problem, /secret/)
  t.match(problem, /mysql:\/\/site:…@db\/site/)
})

t.test('a file that is no JSON object is named', async t => {
  t.match(problemsOf(makeRoot(t, '{ "http": ')), [/config\/site\.json should hold JSON, but cannot be read: /])
  t.match(problemsOf(makeRoot(t, [1])), [/config\/site\.json should hold a JSON object, but holds \[1\]\.$/])
})

t.test('mail needs a sender', async t => {
  t.match(problemsOf(makeRoot(t), { SMTP_URL: 'smtp://localhost' }), [/^SMTP_FROM should be the sender of the mails, .*, but is empty\.$/])
})

t.test('nobody changes the configuration of a running site', async t => {
  const config = loadConfig(makeRoot(t), { ALLOW_PRIVATE_ADDRESSES: 'a' })
  t.throws(() => Object.assign(config.http, { port: 1 }))
  t.throws(() => Object.assign(config, { dataDir: '/' }))
  t.throws(() => (config.allowPrivateAddresses as string[]).push('b'))
})

t.test('default.json holds every option with its default', async t => {
  const file = JSON.parse(readFileSync(join(root, 'config/default.json'), 'utf8')) as unknown
  for (const { path, schema } of options) t.same(at(file, path), (schema as { default?: unknown }).default, path.join('.'))
  t.same(problemsOf(makeRoot(t, file)), [])
})

t.test('example.json explains every option, and can be copied as it is', async t => {
  const file = JSON.parse(readFileSync(join(root, 'config/example.json'), 'utf8')) as unknown
  for (const { path, env, schema } of options) {
    const comment = [...path.slice(0, -1), `// ${path.at(-1)}`]
    t.equal(at(file, comment), `${schema.description} (${env})`, path.join('.'))
  }
  t.same(problemsOf(makeRoot(t, file)), [])
})

function at(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], value)
}
