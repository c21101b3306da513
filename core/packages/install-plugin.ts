import type { Static } from 'typebox'
import type { Doing, Done } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import type { Actor } from '../actor.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { conflict, forbidden } from '../errors.ts'
import { Type } from '../http/type.ts'
import { isExecutor } from '../lock/executor-actor.ts'
import { writePluginState } from '../plugins/plugin-states.ts'
import type { Site } from '../site.ts'
import { isApproved } from './approve-package.ts'
import { checkInstall } from './check-install.ts'
import { readLock } from './lock-file.ts'
import { activatePackage, lockedVersion } from './lock-package.ts'
import { lookAtPackage, writePackageRow } from './package-row.ts'
import { readStoredPackage } from './package-store.ts'
import type { PluginPackage } from './read-package.ts'
import { rehearseMigrations } from './rehearse-migrations.ts'
import { tellPackage } from './tell-package.ts'

const packageInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 40 }),
  /** Id of a package that was stored before. */
  package: Type.String({ minLength: 1, maxLength: 80 }),
  /** sha256 of its list of files, of which the id holds only the beginning: what members voted on. */
  sha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
  /** Address of the index it came from. */
  from: Type.Optional(Type.String({ maxLength: 500 })),
  /** What `approvePackage` returned. */
  approval: Type.Optional(Type.String({ maxLength: 200 })),
})
type PackageInput = Static<typeof packageInput>

/** What installing and updating have in common. */
const about = {
  authority: 'operations',
  permission: 'plugins',
  input: packageInput,
  facets: readsPrivate,
  tell: async ({ site, input }: { site: Site; input: PackageInput }) => tellPackage(site, input),
  look: ({ trx, input }: Doing<PackageInput>) => lookAtPackage(trx, input.name),
} as const

/** Installs a package whose files are in their place, and switches the plugin on. Every process of the site follows soon. */
export const installPlugin = defineAction({
  name: 'plugin.install',
  title: 'Install a plugin',
  ...about,
  async run(doing) {
    const { site, trx, input } = doing
    if (readLock(site.config.dataDir).plugins[input.name]?.active)
      throw conflict(`The plugin ${input.name} is installed already. Update it instead.`)
    const version = await take(doing)
    await writePluginState(trx, { name: input.name, disabledAt: null, quarantinedAt: null, problem: null }, site.now())
    return { name: input.name, version, state: 'enabled' as const }
  },
  say: ({ name, package: id }) => `The plugin ${name} ${versionOf(id)} is installed.`,
  after: activate,
})

/** Replaces an installed plugin by a newer version whose files are in their place. When that one does not work, the old one comes back. */
export const updatePlugin = defineAction({
  name: 'plugin.update',
  title: 'Update a plugin',
  ...about,
  async run(doing) {
    const { site, trx, input } = doing
    if (!readLock(site.config.dataDir).plugins[input.name]?.active)
      throw conflict(`The plugin ${input.name} is not installed, so it cannot be updated.`)
    const version = await take(doing)
    await writePluginState(trx, { name: input.name, problem: null }, site.now())
    return { name: input.name, version }
  },
  say: ({ name, package: id }) => `The plugin ${name} is updated to ${versionOf(id)}.`,
  undo: ({ name }) => ({ name: 'plugin.rollback', input: { name } }),
  after: activate,
})

/** Charters may tell plugins apart that learn what is not public, or that can do everything. */
function readsPrivate({ site, input }: { site: Site; input: PackageInput }): string[] {
  const { runtime, capabilities } = readStoredPackage(site.config, input.name, input.package).manifest
  const learns = capabilities.some(({ id, scope }) => id === 'events:listen' || (id === 'entries:read' && scope === 'reader'))
  return runtime === 'trusted' || learns ? ['private'] : []
}

/** Checks everything once more and writes the row. Returns the version. */
async function take({ site, trx, actor, input }: Doing<PackageInput>): Promise<string> {
  const { name, package: id, approval, from = 'file', sha256 } = input
  const found = readStoredPackage(site.config, name, id)
  checkContents(actor, found, sha256)
  const [problem] = checkInstall(site, actor, found, readLock(site.config.dataDir), from)
  if (problem) throw conflict(problem)
  if (!isApproved(site, actor, { name, id, approval }))
    throw forbidden('Installing a plugin needs your password. Open the page of the package again.')
  await rehearseMigrations(site.config, name, id)
  await writePackageRow(trx, name, lockedVersion(found, from, site.now()), actor)
  await bumpVersion(trx, 'plugins')
  return found.manifest.version
}

/** A vote is about exactly these files. */
function checkContents(actor: Actor, { checksums }: PluginPackage, sha256: string | undefined): void {
  if (isExecutor(actor) && !sha256) throw conflict('A proposal about a plugin has to say the sha256 of its package.')
  if (sha256 && sha256 !== checksums) throw conflict('The package that lies here is not the one that was meant.')
}

/** The lock file comes after the commit: what stands in it has a row in the audit log. */
async function activate(
  site: Site,
  { input: { name, package: id, from = 'file', sha256 }, actor }: Done<PackageInput, unknown>,
): Promise<void> {
  const found = readStoredPackage(site.config, name, id)
  checkContents(actor, found, sha256)
  await activatePackage(site, name, lockedVersion(found, from, site.now()), found.signature?.key ?? null)
  await site.refresh()
}

function versionOf(id: string): string {
  return id.slice(0, -13)
}
