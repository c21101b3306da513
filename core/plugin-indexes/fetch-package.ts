import type { Actor } from '../actor.ts'
import { conflict, notFound } from '../errors.ts'
import { sha256 } from '../packages/package-files.ts'
import { readPackage } from '../packages/read-package.ts'
import { type Staged, stagePackage } from '../packages/stage-package.ts'
import type { Site } from '../site.ts'
import { findOffer } from './find-in-indexes.ts'
import { whyRevoked } from './follow-revocations.ts'
import { listIndexes } from './index-cache.ts'

/** Fetches a package that an index names, checks that it is the one, and puts it aside to be looked at. */
export async function fetchPackage(
  site: Site,
  actor: Actor,
  { name, version }: { name: string; version?: string },
): Promise<Staged & { from: string }> {
  const { bytes, from } = await fetchOffered(site, { name, ...(version && { version }) })
  const staged = await stagePackage(site, actor, bytes)
  return { ...staged, from }
}

/** The file of a package that an index names, as the index describes it. Throws notFound and conflict. */
export async function fetchOffered(
  site: Site,
  { name, version }: { name: string; version?: string },
): Promise<{ bytes: Buffer; from: string }> {
  const offer = findOffer(site, name, version)
  if (!offer) throw notFound('plugin in the indexes')
  const revoked = whyRevoked(listIndexes(site.config), name, offer.version.version)
  if (revoked !== undefined) throw conflict(`Version ${offer.version.version} of ${name} was taken back: ${revoked}`)
  const { status, body } = await site.fetch(new URL(offer.version.file, offer.from).href, { maxBytes: 25_000_000 })
  if (status !== 200) throw conflict(`The index does not give the package out; it answers ${status}. Try again later.`)
  const bytes = Buffer.from(body)
  if (sha256(bytes) !== offer.version.sha256)
    throw conflict('What was fetched is not the package that the index names. Nothing was kept. Tell those who keep the index.')
  const found = await readPackage(bytes)
  if (found.manifest.name !== name) throw conflict(`The package that the index names is of another plugin, ${found.manifest.name}.`)
  return { bytes, from: offer.from }
}
