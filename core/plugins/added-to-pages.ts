import { may, type Permission } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import type { Context } from '../http/context.ts'
import { addressOf } from '../plugin-contract/contributes.ts'
import type { Registry } from './registry.ts'

/** What plugins add to every page: links of the menu, styles and scripts. */
export interface AddedView {
  menu: { title: string; url: string; icon: string }[]
  styles: string[]
  scripts: string[]
}

const filesOf = new WeakMap<Registry, Pick<AddedView, 'styles' | 'scripts'>>()

/** Nothing when no plugin adds anything, which is the usual case. */
export function addedToPages({ registry, actor }: Pick<Context, 'registry' | 'actor'>): AddedView | undefined {
  if (registry.plugins.size === 0) return undefined
  const menu = registry.pages
    .filter(({ declared }) => declared.menu && isFor(actor, declared.for))
    .map(({ plugin, declared }) => ({ title: declared.title, url: addressOf(plugin, declared), icon: declared.icon }))
  const files = filesOf.get(registry) ?? listFiles(registry)
  filesOf.set(registry, files)
  return menu.length + files.styles.length + files.scripts.length === 0 ? undefined : { menu, ...files }
}

/** What a page of a plugin in the admin panel loads. */
export function filesOfAdminPage(
  { assets }: Registry,
  plugin: string,
  { styles, scripts }: { styles: string[]; scripts: string[] },
): Pick<AddedView, 'styles' | 'scripts'> {
  const url = (file: string): string => `/assets/plugins/${plugin}/${assets.get(plugin)?.hash}/${file}`
  return { styles: styles.map(url), scripts: scripts.map(url) }
}

function isFor(actor: Actor, audience: string): boolean {
  if (audience === 'everyone') return true
  return audience === 'members' ? isMember(actor) : may(actor, audience as Permission)
}

function listFiles({ assets, plugins }: Registry): Pick<AddedView, 'styles' | 'scripts'> {
  const urls = (kind: 'styles' | 'scripts'): string[] =>
    [...plugins].flatMap(([name, { contributes }]) =>
      contributes[kind].map(file => `/assets/plugins/${name}/${assets.get(name)?.hash}/${file}`),
    )
  return { styles: urls('styles'), scripts: urls('scripts') }
}
