import type { EntryView } from '../entries/entry-view.ts'
import type { Context } from '../http/context.ts'
import { csrfToken } from '../http/csrf.ts'
import type { SlotDeclaration, SlotName } from '../plugin-contract/contributes.ts'
import type { SlotHandler } from '../plugin-contract/plugin-handlers.ts'
import type { Bound } from '../plugins/registry.ts'
import { pluginRenderLimits, RenderBudget } from '../themes/render-budget.ts'
import { callOf } from './call-of.ts'
import { fillInserts } from './fill-inserts.ts'
import { safeView } from './safe-view.ts'

/** Milliseconds in which a part of a page has to be there; without it the page goes on. */
const patience = 300

/** HTML of parts by slot and subject: `entry.footer 0197…`. Templates reach it by `{{slot "entry.footer" id}}`. */
export type Slots = ReadonlyMap<string, string>

interface PageParts {
  entries?: EntryView[]
  entry?: EntryView
  profile?: { id: string }
  group?: { id: string }
}

/**
 * What plugins add to a page: their parts, and what members put into entries. Each plugin is asked once for everything on the page. Where
 * no plugin adds anything, nothing is asked.
 */
export async function fillParts(ctx: Context, template: string, view: PageParts): Promise<Slots | undefined> {
  const entries = view.entries ?? (view.entry ? [view.entry] : [])
  const { slots } = ctx.registry
  const [filled] = await Promise.all([
    slots.size > 0 ? fillSlots(ctx, subjectsOf(template, view, entries)) : undefined,
    entries.some(entry => entry.inserts) ? fillInserts(ctx, entries) : undefined,
  ])
  return filled
}

function subjectsOf(template: string, { profile, group }: PageParts, entries: EntryView[]): Record<SlotName, string[]> {
  const shown = entries.filter(entry => !entry.removed && !entry.hiddenNow)
  const entryIds = template === 'comments-fragment' ? [] : shown.map(entry => entry.id)
  return {
    'entry.menu': entryIds,
    'entry.footer': entryIds,
    'comment.menu': shown.flatMap(({ comments = [] }) => comments.filter(comment => !comment.removed).map(comment => comment.id)),
    'home.aside': template === 'home' ? [''] : [],
    'profile.menu': template === 'profile' && profile ? [profile.id] : [],
    'profile.aside': template === 'profile' && profile ? [profile.id] : [],
    'group.menu': template === 'group' && group ? [group.id] : [],
    'group.aside': template === 'group' && group ? [group.id] : [],
    'page.top': template.endsWith('fragment') ? [] : [''],
    'page.footer': template.endsWith('fragment') ? [] : [''],
  }
}

async function fillSlots(ctx: Context, subjects: Record<SlotName, string[]>): Promise<Slots> {
  const parts = [...ctx.registry.slots].flatMap(([slot, list]) =>
    subjects[slot].length > 0 ? list.map(part => fillSlot(ctx, part, subjects[slot])) : [],
  )
  const filled = new Map<string, string>()
  for (const part of await Promise.all(parts)) {
    for (const [place, html] of part) filled.set(place, (filled.get(place) ?? '') + html)
  }
  return filled
}

type SlotPart = Bound<SlotDeclaration, SlotHandler>

/** One part for all its subjects. A part that fails is left out; its guard has said so. */
async function fillSlot(ctx: Context, { guard, settings, declared, handler }: SlotPart, subjects: string[]): Promise<[string, string][]> {
  try {
    return await guard.run(`the slot ${declared.id}`, { patience, memberId: ctx.actor.id }, async () => {
      const { input, ...call } = callOf(ctx)
      const views = handler ? await handler({ ...call, subjects }) : Object.fromEntries(subjects.map(subject => [subject, {}]))
      const budget = new RenderBudget(pluginRenderLimits)
      return subjects
        .filter(subject => views[subject])
        .map(subject => [`${declared.slot} ${subject}`, drawPart(ctx, declared.template, { subject, settings, ...views[subject] }, budget)])
    })
  } catch {
    return []
  }
}

/** A template of a plugin as a part of a page. All parts that come from one answer share a budget. */
export function drawPart(ctx: Context, template: string, view: Record<string, unknown>, budget: RenderBudget): string {
  const part = safeView(view)
  // Only a part with a form asks for it.
  Object.defineProperty(part, 'csrf', { enumerable: true, get: () => csrfToken(ctx) })
  return ctx.site.themes.render(template, part, { locale: ctx.locale, budget })
}
