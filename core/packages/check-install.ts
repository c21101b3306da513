import { gt } from 'semver'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import { whyRevoked } from '../plugin-indexes/follow-revocations.ts'
import { listIndexes } from '../plugin-indexes/index-cache.ts'
import { findPlugins } from '../plugins/find-plugins.ts'
import { orderPlugins } from '../plugins/order-plugins.ts'
import type { Site } from '../site.ts'
import { draftSource, type Lock } from './lock-file.ts'
import { shortKey } from './package-signature.ts'
import type { PluginPackage } from './read-package.ts'

/** Why this package cannot be installed here by this actor, one sentence each, the most important first. Empty when it can. */
export function checkInstall(site: Site, actor: Actor, found: PluginPackage, lock: Lock, from = 'file'): string[] {
  // Whoever works on a plugin on the machine saves the same version again and again.
  const isDraft = from === draftSource && actor.kind === 'system'
  const { name, version } = found.manifest
  const revoked = whyRevoked(listIndexes(site.config), name, version)
  return [
    ...(revoked === undefined ? [] : [`Version ${version} was taken back by those who keep the index: ${revoked}`]),
    ...checkRules(site, actor, found),
    ...(isDraft ? [] : checkHistory(found, lock)),
    ...checkNeighbours(site, found.manifest, isDraft),
  ]
}

const switchedOff =
  'Whoever runs this site has switched off installing and removing plugins in the browser (plugins.install in its configuration).'

/** Throws forbidden for a member where plugins come and go only on the machine. */
export function checkBrowser({ config }: Site, actor: Actor): void {
  if (actor.kind === 'member' && config.plugins.install === 'off') throw forbidden(switchedOff)
}

/** What the operator allows from the browser; on the machine everything goes. */
function checkRules({ config }: Site, actor: Actor, { manifest, signature }: PluginPackage): string[] {
  if (actor.kind === 'system') return []
  const problems: string[] = []
  if (config.plugins.install === 'off') problems.push(switchedOff)
  if (manifest.runtime === 'trusted' && config.plugins.installTrusted !== 'on')
    problems.push(
      'It runs inside the site and can do whatever the site can, so it can only be installed on the machine: npx tributary plugin install FILE',
    )
  if (!signature && config.plugins.allowUnsigned !== 'on')
    problems.push(
      'Nobody signed it, so nobody can say who made it. It can only be installed on the machine: npx tributary plugin install FILE',
    )
  return problems
}

/** A plugin stays with its publisher, and goes forward. */
function checkHistory({ id, manifest, signature }: PluginPackage, { plugins }: Lock): string[] {
  const { name, version } = manifest
  const known = plugins[name]
  if (!known) return []
  const problems: string[] = []
  const { publisher } = known
  if (publisher && signature?.key !== publisher && signature?.succeeds?.key !== publisher) {
    const theirs = signature ? `the key ${shortKey(signature.key)}` : 'nobody'
    problems.push(
      `The plugin ${name} is known to come from the key ${shortKey(publisher)}, but this package is signed by ${theirs}. It is not from the same publisher; do not install it. (A publisher with a new key signs it with the old one: npx tributary plugin sign --old-key.)`,
    )
  }
  if (known.active?.id !== id) {
    if (gt(known.newest, version))
      problems.push(
        `Version ${version} is older than ${known.newest}, which was installed here before. To go back, use "Go back" of the plugin.`,
      )
    else if (known.active?.version === version)
      problems.push(`Version ${version} is installed already, with other contents. Its author has to give this one a new version.`)
  }
  return problems
}

function checkNeighbours(site: Site, manifest: Manifest, isDraft: boolean): string[] {
  const { name, version } = manifest
  const { plugins } = findPlugins(site)
  const twin = plugins.find(plugin => plugin.name === name && plugin.source === 'folder')
  if (twin && !isDraft)
    return [`There is a plugin ${name} in plugins/ already, and that one counts. Remove that folder to install this package.`]
  const others = plugins.filter(plugin => plugin.name !== name)
  const newcomer = { name, manifest, folder: '', source: 'package' as const, id: version }
  const unmet = orderPlugins([...others, newcomer]).problems.get(name)
  return unmet === undefined ? [] : [unmet]
}
