import { defineAction } from '../actions/define-action.ts'
import { system } from '../actor.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import { writePluginState } from '../plugins/plugin-states.ts'
import type { Site } from '../site.ts'
import { type LockedPlugin, type LockedVersion, readLock } from './lock-file.ts'
import { returnToPackage } from './lock-package.ts'
import { lookAtPackage, writePackageRow } from './package-row.ts'

/** Goes back to an earlier version of an installed plugin: the one before, or the one with this id or version. Its data stays as it is. */
export const rollbackPluginAction = defineAction({
  name: 'plugin.rollback',
  title: 'Go back to an earlier version of a plugin',
  authority: 'operations',
  permission: 'plugins',
  input: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 40 }),
    package: Type.Optional(Type.String({ maxLength: 80 })),
    why: Type.Optional(Type.String({ maxLength: 1000 })),
  }),
  look: ({ trx, input }) => lookAtPackage(trx, input.name),
  async run({ site, trx, actor, input: { name, package: id, why = 'Somebody went back.' } }) {
    const known = readLock(site.config.dataDir).plugins[name]
    const wanted = findEarlier(known, name, id)
    const now = site.now()
    await writePackageRow(trx, name, wanted, actor, { from: known?.active?.version ?? '', reason: why, at: now.toISOString() })
    await writePluginState(trx, { name, problem: null }, now)
    await bumpVersion(trx, 'plugins')
    return { name, version: wanted.version }
  },
  say: ({ name, why }, changes) => {
    const version = changes.find(({ path }) => path.endsWith('.version'))
    return `The plugin ${name} went back${version ? ` from ${String(version.before)} to ${String(version.after)}` : ''}.${why ? ` ${why}` : ''}`
  },
  async after(site, { input: { name, package: id, why }, actor }) {
    const known = readLock(site.config.dataDir).plugins[name]
    const byItself = actor.kind === 'system' && why !== undefined
    await returnToPackage(site, name, findEarlier(known, name, id).id, byItself ? why : undefined)
    // Whoever goes back by itself is in the middle of starting plugins, and looks again afterwards.
    if (actor.kind !== 'system') await site.refresh()
  },
})

/**
 * Takes a new version back by itself, because it failed its self-test or kept failing soon after. The old version's code comes back at
 * the next look at the plugins; the reason stands in the audit log and in the admin panel.
 * Returns the version that is back; nothing when there is none that did not fail itself, or the version is not new any more.
 */
export async function rollbackPlugin(site: Site, name: string, reason: string): Promise<string | undefined> {
  const known = readLock(site.config.dataDir).plugins[name]
  const target = known?.earlier.find(({ revoked, failed }) => revoked === undefined && failed === undefined)
  if (!known?.active || !target || !isNew(site, known.active)) return undefined
  const input = { name, package: target.id, why: `Taken back by itself: ${reason}` }
  const { result } = await rollbackPluginAction(site, system, input)
  return result?.version
}

/** What ran for longer than this fails for a reason that going back would not mend: a setting, a missing neighbour. */
const newFor = 86_400_000

function isNew(site: Site, { installedAt }: LockedVersion): boolean {
  return site.now().getTime() - Date.parse(installedAt) < newFor
}

function findEarlier(known: LockedPlugin | undefined, name: string, id: string | undefined): LockedVersion {
  const wanted = known?.earlier.find(({ id: known, version, revoked, failed }) =>
    id === undefined ? revoked === undefined && failed === undefined : known === id || version === id,
  )
  if (!known?.active || !wanted) throw conflict(`There is no earlier version of the plugin ${name} to go back to.`)
  if (wanted.revoked !== undefined) throw conflict(`Version ${wanted.version} was taken back by an index: ${wanted.revoked}`)
  return wanted
}
