import { type Actor, isMember } from '../actor.ts'
import { notFound, unauthorized } from '../errors.ts'
import type { Context } from '../http/context.ts'
import { addForm, type FormState, type Router } from '../http/router.ts'
import { Type } from '../http/type.ts'
import { findOffers } from '../plugin-indexes/find-in-indexes.ts'
import { findPlugins } from '../plugins/find-plugins.ts'
import { checkInstall } from './check-install.ts'
import { readLock } from './lock-file.ts'
import { readStoredPackage } from './package-store.ts'
import { isOffered, keptOffers, offerFromIndex, offerPackage } from './plugin-offer.ts'
import { tellPackage } from './tell-package.ts'

const named = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 40 })),
  version: Type.Optional(Type.String({ maxLength: 40 })),
})
const one = Type.Object({ name: Type.String({ maxLength: 40 }), id: Type.String({ maxLength: 80 }) })
const most = 60

/** Plugins as members see them: what is there, what there could be, and what somebody brought to propose it. */
export function addPackageRoutes(router: Router): void {
  addForm(router, '/packages', { show: showPackages, submit: bringPackage })
  router.get('/packages/:name/:id', showPackage)
}

async function showPackages(ctx: Context, { problems }: FormState): Promise<void> {
  const { site, registry } = ctx
  demandMember(ctx.actor)
  const { plugins: locked } = readLock(site.config.dataDir)
  const installed = findPlugins(site).plugins.map(({ name, manifest }) => ({
    name,
    title: manifest.title,
    description: manifest.description,
    version: manifest.version,
    isOn: registry.plugins.has(name),
    canRemove: locked[name]?.active !== undefined,
  }))
  const offers = findOffers(site).filter(
    ({ version, installed }) => version && version.version !== installed && version.runtime !== 'trusted',
  )
  const brought = await keptOffers(site.db)
  await ctx.page('packages', {
    installed: installed.sort((a, b) => a.title.localeCompare(b.title)),
    offers: offers
      .slice(0, most)
      .map(({ plugin, version, installed, indexTitle }) => ({ ...plugin, version: version?.version, installed, indexTitle })),
    brought: [...new Set(brought.map(({ name, package: id }) => `${name}/${id}`))].map(path => ({
      path,
      name: path.split('/')[0],
      version: path.split('/')[1]!.slice(0, -13),
    })),
    canBring: site.config.plugins.install === 'on',
    canPropose: registry.plugins.has('governance'),
    problem: problems.file ?? problems.form ?? problems.name,
  })
}

async function bringPackage(ctx: Context): Promise<void> {
  const { name, version } = ctx.read(named)
  const [file] = ctx.state.files
  const offer = name
    ? await offerFromIndex(ctx.site, ctx.actor, { name, ...(version && { version }) })
    : await offerPackage(ctx.site, ctx.actor, file?.bytes ?? Buffer.alloc(0))
  ctx.done(`/packages/${offer.name}/${offer.package}`, 'The package is checked. Nothing of it has run.')
}

async function showPackage(ctx: Context): Promise<void> {
  const { site, actor, registry } = ctx
  demandMember(actor)
  const { name, id } = ctx.read(one)
  if (!(await isOffered(site.db, { name, package: id }))) throw notFound('package')
  const found = readStoredPackage(site.config, name, id)
  const lock = readLock(site.config.dataDir)
  const { active } = lock.plugins[name] ?? {}
  await ctx.page('package', {
    package: { name, id, sha256: found.checksums, title: found.manifest.title, version: found.manifest.version },
    told: tellPackage(site, { name, package: id }),
    problems: checkInstall(site, actor, found, lock),
    action: active ? 'plugin.update' : 'plugin.install',
    isUpdate: active !== undefined,
    isThere: active?.id === id,
    canPropose: registry.plugins.has('governance'),
  })
}

function demandMember(actor: Actor): void {
  if (!isMember(actor)) throw unauthorized()
}
