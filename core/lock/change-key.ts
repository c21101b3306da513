import type { Knex } from 'knex'
import type { Actor } from '../actor.ts'
import { listRunning } from '../backup/running-processes.ts'
import { conflict, forbidden, invalid } from '../errors.ts'
import type { Site } from '../site.ts'
import { appendLine, type LineType } from './ledger.ts'
import { adoptKey, hasSiteKey, makeNextKey, readPem, readSiteKey, type SiteKey } from './site-key.ts'

/** A new key as PEM, for sites whose key is in `SITE_KEY`. */
interface NewKey {
  reason: string
  pem?: string | undefined
}

const hour = 3_600_000
/** As long as an emergency: long enough for members to see the banner. */
const bannerHours = 72

/**
 * Gives the site another key, signed by the one it has. From that line of the ledger on the new one signs; the old one is destroyed here.
 * Only on the machine, while the site does not run: a process with the old key would sign what counts no more.
 */
export async function rotateKey(site: Site, actor: Actor, { reason, pem }: NewKey): Promise<SiteKey> {
  await checkMachine(site, actor, reason)
  const { lock, config } = site
  if (lock.head.seq < 0) throw conflict('There is no ledger yet, so its key need not be changed.')
  if (lock.breach.length > 0) throw conflict(`Not while something does not agree with the ledger: ${lock.breach[0]}`)
  if (config.siteKey && !pem)
    throw invalid({ key: 'The key of this site is in SITE_KEY. Make a new one (openssl genpkey -algorithm ed25519) and name its file.' })
  const next = pem ? readPem(pem) : makeNextKey(config.dataDir)
  await write(site, lock.key, 'key.changed', { key: next.publicJwk, reason })
  adoptKey(config.dataDir, next.publicJwk)
  return next
}

/**
 * Gives the site a key in the place of one that is lost, without its signature: a line says so, and a banner on every page, until it is
 * acknowledged. When `SITE_KEY` or the data folder holds a new one already, that is taken.
 */
export async function replaceKey(site: Site, actor: Actor, { reason }: Omit<NewKey, 'pem'>): Promise<SiteKey> {
  await checkMachine(site, actor, reason)
  const { lock, config } = site
  const last = lock.keys.at(-1)
  if (!last) throw conflict('There is no ledger yet, so no key can be lost.')
  if (!lock.key.isMissing && last.key.x === lock.key.publicJwk.x)
    throw conflict('The key of this site is there. To change it: npx tributary charter rotate-key')
  const next = hasSiteKey(config) ? readSiteKey(config) : makeNextKey(config.dataDir)
  await write(site, next, 'key.replaced', { key: next.publicJwk, reason })
  adoptKey(config.dataDir, next.publicJwk)
  return next
}

/** Says openly how a key was lost, three days after it was replaced at the earliest. It stands in the ledger for good; the banner goes. */
export async function acknowledgeKey(site: Site, actor: Actor, { statement }: { statement: string }): Promise<void> {
  if (actor.kind !== 'system') throw forbidden('This is done on the machine itself.')
  if (statement.trim().length < 40)
    throw invalid({ statement: 'Say in at least forty letters how the key was lost, and what members can do to check the past.' })
  const last = site.lock.keys.at(-1)
  if (last?.how !== 'replaced' || last.acknowledgedAt) throw conflict('No key was replaced that would have to be acknowledged.')
  const from = new Date(Date.parse(last.at) + bannerHours * hour)
  if (site.now() < from) throw conflict(`The banner stands for three days at least: until ${from.toISOString()}.`)
  await write(site, site.lock.key, 'key.acknowledged', { replaced: last.seq, statement: statement.trim() })
  await site.lock.check()
}

async function checkMachine(site: Site, actor: Actor, reason: string): Promise<void> {
  if (actor.kind !== 'system') throw forbidden('This is done on the machine itself.')
  if (reason.trim() === '') throw invalid({ reason: 'Say why. It stands in the ledger, for everybody.' })
  const [running] = await listRunning(site.config.dataDir)
  if (running) throw conflict(`The site is running (process ${running.pid} on ${running.host}). Stop it first.`)
}

function write(site: Site, key: SiteKey, type: LineType, body: Record<string, unknown>): Promise<unknown> {
  return site.db.transaction((trx: Knex.Transaction) => appendLine(trx, { key, now: site.now() }, type, body))
}
