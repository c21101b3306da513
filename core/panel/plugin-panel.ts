import { may, type Permission } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { forbidden, invalid, notFound, SiteError } from '../errors.ts'
import { checkValues } from '../forms/check-values.ts'
import { readForm } from '../forms/read-form.ts'
import { pluginMember } from '../plugin-calls/plugin-member.ts'
import type { Block } from '../plugin-contract/blocks.ts'
import type { AdminPageDeclaration } from '../plugin-contract/contributes.ts'
import type { AdminPageHandlers, PluginCall } from '../plugin-contract/plugin-handlers.ts'
import { safeView } from '../plugin-pages/safe-view.ts'
import { filesOfAdminPage } from '../plugins/added-to-pages.ts'
import type { Bound } from '../plugins/registry.ts'
import type { Site } from '../site.ts'
import { pluginRenderLimits, RenderBudget } from '../themes/render-budget.ts'
import { readBlocks } from './read-blocks.ts'

const patience = 5000
const cardPatience = 1500
const prefix = 'set-'

/** A page that a plugin has in the admin panel, or a card on its first page: what the panel draws. */
export interface PluginPanel {
  plugin: string
  id: string
  title: string
  url: string
  blocks: DrawnBlock[]
  /** Addresses of what the page loads. */
  styles?: string[]
  scripts?: string[]
  /** Why there are none. */
  problem?: string
}

/** A block, with its own template drawn where it has one. */
export type DrawnBlock = Exclude<Block, { type: 'view' }> | { type: 'view'; viewHtml: string }

/** How a page was asked for. */
interface Asked {
  query?: Readonly<Record<string, string>>
  /** The hidden field of forms. */
  csrf?: () => string
}

/** The pages of plugins that the actor may see, for the menu. */
export function listPluginPages({ registry }: Site, actor: Actor): { title: string; url: string; plugin: string; id: string }[] {
  return registry.adminPages
    .filter(({ declared }) => may(actor, declared.permission as Permission))
    .map(({ plugin, declared }) => ({ plugin, id: declared.id, title: declared.title, url: urlOf(plugin, declared.id) }))
}

/** One page of a plugin. Throws notFound, and forbidden for who lacks its permission. */
export async function showPluginPage(
  site: Site,
  actor: Actor,
  plugin: string,
  id: string,
  { query = {}, csrf }: Asked = {},
): Promise<PluginPanel> {
  const page = findPage(site, actor, plugin, id)
  const shown = {
    plugin,
    id,
    title: page.declared.title,
    url: urlOf(plugin, id, query),
    ...filesOfAdminPage(site.registry, plugin, page.declared),
  }
  try {
    const blocks = await page.guard.run(`the admin page ${id}`, { patience, memberId: actor.id }, async () =>
      readBlocks(await page.handler?.show(callOf(actor, { ...query }))),
    )
    return { ...shown, blocks: blocks.map(block => drawView(site, plugin, block, csrf)) }
  } catch (error) {
    return {
      ...shown,
      blocks: [],
      problem: error instanceof SiteError ? error.message : 'The plugin could not show this page. Its own page says why.',
    }
  }
}

/** Takes a form of a plugin's page. Returns the notice. Throws invalid, by field. */
export async function submitPluginPage(
  site: Site,
  actor: Actor,
  plugin: string,
  id: string,
  body: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { guard, handler } = findPage(site, actor, plugin, id)
  const { blocks } = await showPluginPage(site, actor, plugin, id, { query })
  const form = blocks.find(block => block.type === 'form' && block.id === body.form)
  if (form?.type !== 'form' || !handler?.submit) throw notFound('form')
  const read = readForm(form.schema, body, { prefix })
  const given = Object.fromEntries(Object.entries(read.values).filter(([, value]) => value !== null))
  const checked = checkValues(form.schema, given, { rows: read.rows })
  throwProblems({ ...read.problems, ...checked.problems })
  const call = { ...callOf(actor, checked.values), form: form.id, query: { ...query } }
  const reply = await guard
    .run(`the form ${form.id}`, { patience, memberId: actor.id }, async () => handler.submit?.(call))
    .catch(cause => {
      if (cause instanceof SiteError) throw cause
      throw new SiteError(502, 'plugin-failed', `The plugin "${plugin}" could not do this. Its page under Plugins says why.`, {}, { cause })
    })
  if (typeof reply === 'object' && reply !== null) throwProblems({ ...reply.problems, ...(reply.problem && { form: reply.problem }) })
  return typeof reply === 'string' ? reply.slice(0, 300) : 'Done.'
}

/** What plugins show on the first page of the panel. One that fails or takes too long says so on its card. */
export function showCards(site: Site, actor: Actor): Promise<PluginPanel[]> {
  const cards = may(actor, 'plugins') ? site.registry.cards : []
  return Promise.all(
    cards.map(async ({ plugin, guard, declared, handler }) => {
      const shown = { plugin, id: declared.id, title: declared.title, url: '' }
      try {
        const blocks = await guard.run(`the card ${declared.id}`, { patience: cardPatience }, async () => readBlocks(await handler?.()))
        return { ...shown, blocks: blocks.map(block => drawView(site, plugin, block)) }
      } catch {
        return { ...shown, blocks: [], problem: `The plugin ${plugin} could not show this.` }
      }
    }),
  )
}

/** Templates are the plugin's own, and what it calls HTML is cleaned, as on every page. */
function drawView(site: Site, plugin: string, block: Block, csrf: () => string = () => ''): DrawnBlock {
  if (block.type !== 'view') return block
  if (!block.template.startsWith(plugin)) throw new Error(`"${block.template}" is no template of the plugin.`)
  const view = Object.defineProperty(safeView(block.view), 'csrf', { enumerable: true, get: csrf })
  return {
    type: 'view',
    viewHtml: site.themes.render(block.template, view, { locale: 'en', budget: new RenderBudget(pluginRenderLimits) }),
  }
}

function findPage(site: Site, actor: Actor, plugin: string, id: string): Bound<AdminPageDeclaration, AdminPageHandlers> {
  const page = site.registry.adminPages.find(known => known.plugin === plugin && known.declared.id === id)
  if (!page) throw notFound('page')
  const { permission } = page.declared
  if (!may(actor, permission as Permission)) throw forbidden(`This page needs the permission "${permission}".`)
  return page
}

function callOf(actor: Actor, input: Record<string, unknown>): PluginCall {
  const member = isMember(actor) && pluginMember(actor)
  return { input, locale: 'en', ...(member && { member }) }
}

function throwProblems(problems: Readonly<Record<string, string>>): void {
  const named = Object.entries(problems).map(([field, text]) => [field, String(text).slice(0, 300)])
  if (named.length > 0) throw invalid(Object.fromEntries(named))
}

function urlOf(plugin: string, id: string, query: Readonly<Record<string, string>> = {}): string {
  return `/admin/plugin-page?${new URLSearchParams({ ...query, plugin, page: id })}`
}
