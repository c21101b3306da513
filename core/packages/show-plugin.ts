import type { Actor } from '../actor.ts'
import { notFound } from '../errors.ts'
import { explainCapability } from '../plugin-contract/capabilities.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import { findPlugins } from '../plugins/find-plugins.ts'
import { listPlugins, type PluginView } from '../plugins/list-plugins.ts'
import type { Site } from '../site.ts'
import { explainAdditions, explainData, listEvents } from './explain-manifest.ts'
import { LockError, type LockedVersion, readLock } from './lock-file.ts'
import { listPackageRows, type PackageRow } from './package-row.ts'
import { shortKey } from './package-signature.ts'

/** A version of an installed plugin, for the list of them. */
export interface PluginVersion {
  id: string
  version: string
  installedAt: string
  isActive: boolean
  /** Why it is not to be gone back to without thinking, or at all. */
  problem?: string
  canReturn: boolean
}

/** Everything about one plugin that whoever looks after the site may want to know. */
export interface PluginDetails {
  plugin: PluginView
  /** Nothing when its manifest cannot be read. */
  manifest?: Manifest
  isInstalled: boolean
  capabilities: { id: string; says: string; reason: string }[]
  adds: string[]
  keeps: string[]
  events: string[]
  versions: PluginVersion[]
  publisher?: string
  from?: string
  /** The last time that a version was taken back. */
  returned?: { from: string; reason: string; at: string }
}

/** Looks one plugin up. Throws notFound. */
export async function showPlugin(site: Site, actor: Actor, name: string): Promise<PluginDetails> {
  const plugin = (await listPlugins(site, actor)).find(one => one.name === name)
  if (!plugin) throw notFound('plugin')
  const found = findPlugins(site).plugins.find(one => one.name === name)
  const locked = readLocked(site, name)
  const row = (await listPackageRows(site.db)).get(name)
  const versions = locked ? [...(locked.active ? [locked.active] : []), ...locked.earlier] : []
  return {
    plugin,
    ...(found && { manifest: found.manifest }),
    isInstalled: locked?.active !== undefined && found?.source !== 'folder',
    capabilities: (found?.manifest.capabilities ?? []).map(one => ({ id: one.id, reason: one.reason, says: explainCapability(one) })),
    adds: found ? explainAdditions(found.manifest) : [],
    keeps: found ? explainData(found.manifest) : [],
    events: found ? listEvents(found.manifest) : [],
    versions: versions.map(version => viewVersion(version, locked?.active?.id)),
    ...(locked?.active?.publisher && { publisher: shortKey(locked.active.publisher) }),
    ...(locked?.active && { from: locked.active.from }),
    ...(row?.returnedFrom && { returned: viewReturn(row) }),
  }
}

function readLocked(site: Site, name: string): ReturnType<typeof readLock>['plugins'][string] | undefined {
  try {
    return readLock(site.config.dataDir).plugins[name]
  } catch (error) {
    // That it cannot be read is the plugin's reason already.
    if (error instanceof LockError) return undefined
    throw error
  }
}

function viewVersion({ id, version, installedAt, revoked, failed }: LockedVersion, active: string | undefined): PluginVersion {
  const problem = revoked === undefined ? failed : `Taken back by an index: ${revoked}`
  return {
    id,
    version,
    installedAt,
    isActive: id === active,
    canReturn: id !== active && revoked === undefined,
    ...(problem && { problem }),
  }
}

function viewReturn({ returnedFrom, returnedReason, returnedAt }: PackageRow): { from: string; reason: string; at: string } {
  return { from: returnedFrom ?? '', reason: returnedReason ?? '', at: returnedAt ?? '' }
}
