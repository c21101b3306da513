import { Redis } from 'ioredis'
import type { Config } from '../config/config-schema.ts'
import { ConfigError } from '../config/load-config.ts'
import type { OpenSite } from '../open-site.ts'
import type { Site } from '../site.ts'
import { checkAddress } from './check-address.ts'
import { checkDatabase } from './check-database.ts'
import { checkFolder } from './check-folder.ts'
import { checkRunning } from './check-running.ts'
import { type Finding, well } from './finding.ts'

/** What the doctor needs: the configuration, and the site when it can be opened. */
export interface Patient {
  config(): Config
  open(options: { safe: boolean }): Promise<Pick<OpenSite, 'site'>>
}

/** Looks at everything a site stands on, from the ground up; what cannot be looked at because something below is broken is left out. */
export async function checkSite(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = [well('Node', process.version)]
  const config = readConfig(patient, findings)
  if (!config) return findings
  findings.push(
    ...(await checkFolder(config, new Date())),
    ...(await checkAddress(config)),
    checkMail(config),
    ...(await checkRedis(config)),
  )
  const database = await checkDatabase(config)
  findings.push(...database.findings)
  const site = database.open ? await openSite(patient, findings) : undefined
  if (site) findings.push(...(await checkRunning(site)))
  return findings
}

function readConfig(patient: Patient, findings: Finding[]): Config | undefined {
  try {
    const config = patient.config()
    findings.push(well('Configuration', 'every option can be used'))
    return config
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const fix = 'Correct these; config/example.json explains every option.'
    findings.push({ check: 'Configuration', state: 'problem', found: error.problems.join(' '), fix })
    return undefined
  }
}

function checkMail({ smtp }: Config): Finding {
  const check = 'Mail'
  if (smtp.url) return well(check, `by ${new URL(smtp.url).host}, from ${smtp.from}`)
  const fix = 'Set SMTP_URL (smtp://user:password@host:587) and SMTP_FROM. Until then: npx tributary member reset-link.'
  return { check, state: 'warning', found: 'SMTP_URL is not set, so the site sends no mail', fix }
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
    return [well('Redis', new URL(redisUrl).host)]
  } catch (error) {
    const fix = 'Look at REDIS_URL and whether the server runs. Until then each process keeps rate limits and live updates to itself.'
    return [{ check: 'Redis', state: 'problem', found: reason || (error as Error).message, fix }]
  } finally {
    redis.disconnect()
  }
}

async function openSite(patient: Patient, findings: Finding[]): Promise<Site | undefined> {
  try {
    const { site } = await patient.open({ safe: true })
    findings.push(well('Database', `${site.db.dialect}, tables up to date`))
    return site
  } catch (error) {
    // Every reason is worth telling here, also one that nobody foresaw.
    const fix = 'The message says what to do.'
    findings.push({ check: 'Database', state: 'problem', found: (error as Error).message || String(error), fix })
    return undefined
  }
}
