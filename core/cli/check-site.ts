import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { Knex } from 'knex'
import { system } from '../actor.ts'
import type { Config } from '../config/config-schema.ts'
import { ConfigError } from '../config/load-config.ts'
import { listPlugins } from '../plugins/list-plugins.ts'
import type { Site } from '../site.ts'
import type { CommandLine } from './command-line.ts'

/** What the doctor found in one place. */
export interface Finding {
  check: string
  state: 'ok' | 'warning' | 'problem'
  found: string
  fix?: string
}

/** Looks at everything a site stands on, from the ground up; what cannot be looked at because something below is broken is left out. */
export async function checkSite(cli: CommandLine): Promise<Finding[]> {
  const findings: Finding[] = [{ check: 'Node', state: 'ok', found: process.version }]
  const config = readConfig(cli, findings)
  if (!config) return findings
  findings.push(...(await checkFolder(config)), checkAddress(config), checkMail(config), ...(await checkRedis(config)))
  const site = await openSite(cli, findings)
  if (site) findings.push(...(await checkPlugins(site)), await checkJobs(site), await checkOutbox(site.db, site.now()))
  return findings
}

function readConfig(cli: CommandLine, findings: Finding[]): Config | undefined {
  try {
    const config = cli.config()
    findings.push({ check: 'Configuration', state: 'ok', found: 'every option can be used' })
    return config
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const fix = 'Correct these; config/example.json explains every option.'
    findings.push({ check: 'Configuration', state: 'problem', found: error.problems.join(' '), fix })
    return undefined
  }
}

async function checkFolder({ dataDir }: Config): Promise<Finding[]> {
  const check = 'Data folder'
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    const fix = 'Give the folder to the account that runs the site, or set DATA_DIR to another one.'
    return [{ check, state: 'problem', found: `${dataDir} cannot be written: ${(error as Error).message}`, fix }]
  }
  const { bavail, bsize } = await statfs(dataDir)
  const free = Math.round((bavail * bsize) / 1024 / 1024)
  const found = `${dataDir}, ${free.toLocaleString('en')} MB free`
  const findings: Finding[] = [
    free < 512
      ? { check, state: 'problem', found, fix: 'Make room, or lower MEDIA_CACHE_MEGABYTES: below 512 MB a backup or an upload may fail.' }
      : { check, state: 'ok', found },
  ]
  const secret = join(dataDir, 'keys/secret')
  if (existsSync(secret) && (statSync(secret).mode & 0o077) !== 0) {
    findings.push({ check: 'Keys', state: 'problem', found: `${secret} can be read by other accounts`, fix: `chmod 600 ${secret}` })
  }
  return findings
}

function checkAddress({ http }: Config): Finding {
  const check = 'Address'
  if (http.baseUrl) return { check, state: 'ok', found: http.baseUrl }
  const found = `BASE_URL is not set, so links in mails and feeds begin with http://${http.host}:${http.port}`
  return { check, state: 'warning', found, fix: 'Set BASE_URL to the public address, such as https://example.org.' }
}

function checkMail({ smtp }: Config): Finding {
  const check = 'Mail'
  if (!smtp.url) {
    const fix = 'Set SMTP_URL (smtp://user:password@host:587) and SMTP_FROM. Until then: npx tributary member reset-link.'
    return { check, state: 'warning', found: 'SMTP_URL is not set, so the site sends no mail', fix }
  }
  return { check, state: 'ok', found: `by ${new URL(smtp.url).host}, from ${smtp.from}` }
}

async function checkRedis({ redisUrl }: Config): Promise<Finding[]> {
  if (!redisUrl) return []
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 3000, retryStrategy: () => null })
  let reason = ''
  redis.on('error', error => {
    reason = error.message
  })
  try {
    await redis.ping()
    return [{ check: 'Redis', state: 'ok', found: new URL(redisUrl).host }]
  } catch (error) {
    const fix = 'Look at REDIS_URL and whether the server runs. Until then each process keeps rate limits and live updates to itself.'
    return [{ check: 'Redis', state: 'problem', found: reason || (error as Error).message, fix }]
  } finally {
    redis.disconnect()
  }
}

async function openSite(cli: CommandLine, findings: Finding[]): Promise<Site | undefined> {
  try {
    const { site } = await cli.open({ safe: true })
    findings.push({ check: 'Database', state: 'ok', found: `${site.db.dialect}, tables up to date` })
    return site
  } catch (error) {
    // Every reason is worth telling here, also one that nobody foresaw.
    const fix = 'The message says what to do. For PostgreSQL, look at DATABASE_URL and whether the server runs.'
    findings.push({ check: 'Database', state: 'problem', found: (error as Error).message || String(error), fix })
    return undefined
  }
}

async function checkPlugins(site: Site): Promise<Finding[]> {
  const plugins = await listPlugins(site, system)
  const broken = plugins.filter(plugin => plugin.state === 'failed' || plugin.state === 'incompatible')
  const on = plugins.filter(plugin => plugin.state === 'enabled').map(plugin => plugin.name)
  return [
    { check: 'Plugins', state: 'ok', found: on.length > 0 ? `on: ${on.join(', ')}` : 'none is on' },
    ...broken.map(({ name, reason = '' }): Finding => {
      const fix = `Mend or update it, then: npx tributary plugin enable ${name}. Or switch it off: npx tributary plugin disable ${name}`
      return { check: `Plugin ${name}`, state: 'problem', found: reason, fix }
    }),
  ]
}

async function checkJobs(site: Site): Promise<Finding> {
  const { waiting, failed } = await site.jobs.waiting()
  const found = `${waiting} waiting, ${failed} given up`
  if (failed === 0) return { check: 'Jobs', state: 'ok', found }
  const rows: { name: string; problem: string | null }[] = await site
    .db('jobs')
    .whereNotNull('failedAt')
    .distinct('name', 'problem')
    .limit(3)
  const fix = `Look at why: ${rows.map(row => `${row.name}: ${row.problem}`).join(' · ')}`
  return { check: 'Jobs', state: 'warning', found, fix }
}

/** Events are delivered within seconds, so old ones mean that no process delivers them. */
async function checkOutbox(db: Knex, now: Date): Promise<Finding> {
  const late = new Date(now.getTime() - 5 * 60_000).toISOString()
  const old: unknown[] = await db('outbox').where('createdAt', '<', late).limit(1).select('id')
  if (old.length === 0) return { check: 'Events', state: 'ok', found: 'none is late' }
  return { check: 'Events', state: 'warning', found: 'some wait for more than five minutes', fix: 'Start the site: npm start.' }
}
