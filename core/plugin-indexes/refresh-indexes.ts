import type { Site } from '../site.ts'
import { followRevocations } from './follow-revocations.ts'
import { type CachedIndex, type ConfiguredIndex, configuredIndexes, readCachedIndex, writeCachedIndex } from './index-cache.ts'
import { indexSignaturesFile, parseIndex, parseSignatures, signerOf } from './plugin-index.ts'

const hour = 3_600_000
/** How long an index counts as fresh, and how soon one that failed is tried again. */
const freshFor = 6 * hour
const again = hour

const mostBytes = 8_000_000

/** Fetches the indexes whose time has come, or all of them now, and follows what they take back. Never throws for what is outside. */
export async function refreshIndexes(site: Site, { now = false } = {}): Promise<void> {
  const configured = configuredIndexes(site.config)
  let changed = false
  for (const index of configured) {
    const cached = readCachedIndex(site.config.dataDir, index.url)
    if (!now && cached && !isDue(cached, site.now())) continue
    writeCachedIndex(site.config.dataDir, await fetchIndex(site, index, cached))
    changed = true
  }
  if (changed) await followRevocations(site)
}

function isDue({ triedAt, problem }: CachedIndex, now: Date): boolean {
  return now.getTime() - Date.parse(triedAt) > (problem === undefined ? freshFor : again)
}

/** What is known afterwards: the new text when it is signed and not older, otherwise the old one with what was wrong. */
async function fetchIndex(site: Site, { url, keys }: ConfiguredIndex, cached: CachedIndex | undefined): Promise<CachedIndex> {
  const triedAt = site.now().toISOString()
  const { problem: _over, ...before } = cached ?? { url, triedAt }
  try {
    const answer = await site.fetch(url, { maxBytes: mostBytes, ...(before.etag && { headers: { 'if-none-match': before.etag } }) })
    if (answer.status === 304) return { ...before, triedAt }
    if (answer.status !== 200) throw new Error(`It answers ${answer.status}.`)
    const text = Buffer.from(answer.body).toString()
    const signed = await site.fetch(new URL(indexSignaturesFile, url).href, { maxBytes: 100_000 })
    if (signed.status !== 200) throw new Error(`Its signatures (${indexSignaturesFile}) answer ${signed.status}.`)
    const signatures = parseSignatures(Buffer.from(signed.body).toString())
    if (!signerOf(text, signatures, keys)) throw new Error('It is not signed with a key that the configuration names.')
    const { serial } = parseIndex(text)
    const known = before.text === undefined ? 0 : parseIndex(before.text).serial
    if (serial < known) throw new Error(`It is older (${serial}) than what is known (${known}).`)
    return { url, triedAt, fetchedAt: triedAt, text, signatures, ...(answer.headers.etag && { etag: answer.headers.etag }) }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    site.log.warn({ url, problem }, 'an index of plugins could not be fetched')
    return { ...before, triedAt, problem }
  }
}
