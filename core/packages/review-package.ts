import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { type Capability, explainCapability } from '../plugin-contract/capabilities.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { Site } from '../site.ts'
import { checkInstall } from './check-install.ts'
import { explainAdditions, explainData } from './explain-manifest.ts'
import { type Granted, type LockedPlugin, plainCapability, readLock } from './lock-file.ts'
import { shortKey } from './package-signature.ts'
import { packageFolder, readStoredPackage } from './package-store.ts'
import type { PluginPackage } from './read-package.ts'

/** One thing that a plugin may do, and what is new about it. */
export interface ReviewedCapability {
  id: string
  says: string
  reason: string
  change: 'new' | 'gone' | 'same'
}

/** A sentence, and whether the installed version has it too. */
export interface Compared {
  text: string
  change: 'new' | 'gone' | 'same'
}

/** Everything that somebody should know before a package is installed. */
export interface PackageReview {
  name: string
  id: string
  manifest: Manifest
  /** The version that is installed now. */
  installed?: string
  /** Why it cannot be installed; empty when it can. */
  problems: string[]
  publisher: { key?: string; says: string; state: 'known' | 'new' | 'changed' | 'unsigned' }
  capabilities: ReviewedCapability[]
  /** What it adds to the site, and what it keeps. */
  adds: Compared[]
  keeps: Compared[]
  /** All of it as lines for the command line. */
  sentences: string[]
}

/** Looks at a stored package before it is installed or updated. Runs none of its code. */
export async function reviewPackage(
  site: Site,
  actor: Actor,
  { name, id }: { name: string; id: string; from?: string },
): Promise<PackageReview> {
  if (!may(actor, 'plugins')) throw forbidden('Installing a plugin: this needs the permission "plugins".')
  return describePackage(site, actor, readStoredPackage(site.config, name, id))
}

/** What there is to know about a package, for whoever may see it; `problems` are those that this actor would have with it. */
export function describePackage(site: Site, actor: Actor, found: PluginPackage): PackageReview {
  const { name } = found.manifest
  const { id } = found
  const lock = readLock(site.config.dataDir)
  const known = lock.plugins[name]
  const before = known?.active && readOldManifest(site, name, known.active.id)
  const review = {
    name,
    id,
    manifest: found.manifest,
    ...(known?.active && { installed: known.active.version }),
    problems: checkInstall(site, actor, found, lock),
    publisher: explainPublisher(found, known),
    capabilities: compareCapabilities(found.manifest.capabilities, known?.active?.capabilities),
    adds: compareSentences(explainAdditions(found.manifest), before && explainAdditions(before)),
    keeps: compareSentences(explainData(found.manifest), before && explainData(before)),
  }
  return { ...review, sentences: inLines(review) }
}

function readOldManifest(site: Site, name: string, id: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(packageFolder(site.config, name, id), 'plugin.json'), 'utf8')) as Manifest
  } catch {
    // It was damaged, or is gone: then there is nothing to compare with.
    return undefined
  }
}

function compareCapabilities(
  asked: readonly (Granted & { reason: string })[],
  granted: readonly Granted[] | undefined,
): ReviewedCapability[] {
  const before = new Set(granted?.map(plainCapability))
  const now = new Set(asked.map(plainCapability))
  const gone = (granted ?? []).filter(one => !now.has(plainCapability(one))) as (Granted & { reason?: string })[]
  return [
    ...asked.map(one => reviewed(one, granted === undefined || before.has(plainCapability(one)) ? 'same' : 'new')),
    ...gone.map(one => reviewed(one, 'gone')),
  ]
}

function compareSentences(now: string[], before: string[] | undefined): Compared[] {
  const gone = (before ?? []).filter(text => !now.includes(text))
  return [
    ...[...new Set(now)].map(text => ({ text, change: before && !before.includes(text) ? ('new' as const) : ('same' as const) })),
    ...gone.map(text => ({ text, change: 'gone' as const })),
  ]
}

function reviewed(capability: Granted & { reason?: string }, change: ReviewedCapability['change']): ReviewedCapability {
  return { id: capability.id, says: explainGranted(capability), reason: capability.reason ?? '', change }
}

function explainPublisher({ signature }: PluginPackage, known: LockedPlugin | undefined): PackageReview['publisher'] {
  if (!signature) return { state: 'unsigned', says: 'Nobody signed this package. Install it only when you know where it comes from.' }
  const { key, succeeds } = signature
  if (!known?.publisher)
    return {
      key,
      state: 'new',
      says: `Signed with the key ${shortKey(key)}, seen here for the first time. From now on only packages with this key are taken.`,
    }
  if (known.publisher === key) return { key, state: 'known', says: `Signed with the key ${shortKey(key)}, as before.` }
  if (known.publisher === succeeds?.key)
    return {
      key,
      state: 'changed',
      says: `Signed with a new key, ${shortKey(key)}; the old one, ${shortKey(known.publisher)}, says that it is the same publisher.`,
    }
  return { key, state: 'changed', says: `Signed with another key than before: ${shortKey(key)} instead of ${shortKey(known.publisher)}.` }
}

const signs = { new: '+', gone: '-', same: ' ' }

/** A version from before may have been granted what this site does not know any more. */
function explainGranted(capability: Granted): string {
  try {
    return explainCapability(capability as Capability)
  } catch {
    return capability.id
  }
}

function inLines({ manifest, installed, publisher, capabilities, adds, keeps }: Omit<PackageReview, 'sentences'>): string[] {
  const { title, version, description, runtime } = manifest
  const where =
    runtime === 'trusted' ? 'It runs inside the site and can do whatever the site can.' : 'It runs in a sandbox and can do only this:'
  return [
    installed ? `${title}: ${installed} → ${version}` : `${title} ${version}`,
    description,
    publisher.says,
    where,
    ...capabilities.map(({ says, reason, change }) => `${signs[change]} ${says} (${reason})`),
    ...(capabilities.length === 0 ? ['  It asks for nothing.'] : []),
    ...[...adds, ...keeps].map(({ text, change }) => `${signs[change]} ${text}`),
  ]
}
