import type { EntryView, InsertView } from '../entries/entry-view.ts'
import type { Context } from '../http/context.ts'
import type { InsertDeclaration } from '../plugin-contract/contributes.ts'
import type { InsertHandlers } from '../plugin-contract/plugin-handlers.ts'
import type { Bound } from '../plugins/registry.ts'
import { pluginRenderLimits, RenderBudget } from '../themes/render-budget.ts'
import { callOf } from './call-of.ts'
import { drawPart } from './fill-parts.ts'

const patience = 300

interface Placed {
  entryId: string
  insert: InsertView
}

/** Draws what members put into these entries by plugins that are on; everything else shows what was kept for that case. */
export async function fillInserts(ctx: Context, entries: readonly EntryView[]): Promise<void> {
  const placed = new Map<string, Placed[]>()
  for (const { id: entryId, inserts = [] } of entries) {
    for (const insert of inserts) {
      insert.fallbackHtml = fallbackFor(insert, ctx.locale)
      placed.set(insert.name, [...(placed.get(insert.name) ?? []), { entryId, insert }])
    }
  }
  await Promise.all([...placed].map(([name, list]) => fillKind(ctx, ctx.registry.inserts.get(name), list)))
}

/** As somebody reads it who does not know the plugin: `de-AT` reads `de` where there is no better. */
function fallbackFor({ fallbacks = {}, fallbackHtml }: InsertView, locale: string): string {
  const tag = [locale, locale.split('-')[0]!].find(one => Object.hasOwn(fallbacks, one))
  return tag ? fallbacks[tag]! : fallbackHtml
}

type Insertable = Bound<InsertDeclaration, InsertHandlers>

async function fillKind(ctx: Context, known: Insertable | undefined, placed: Placed[]): Promise<void> {
  if (!known) return
  const { guard, settings, declared, handler } = known
  try {
    await guard.run(`the insert ${declared.type}`, { patience, memberId: ctx.actor.id }, async () => {
      const { input, ...call } = callOf(ctx)
      const inserts = placed.map(({ entryId, insert }) => ({ id: insert.id, entryId, data: insert.data }))
      const views = handler?.show ? await handler.show({ ...call, inserts }) : Object.fromEntries(inserts.map(({ id, data }) => [id, data]))
      const budget = new RenderBudget(pluginRenderLimits)
      for (const { entryId, insert } of placed) {
        const view = views[insert.id]
        if (view) insert.partHtml = drawPart(ctx, declared.template, { id: insert.id, entryId, settings, ...view }, budget)
      }
    })
  } catch {
    // Its guard has counted and named it; what was kept is shown.
  }
}
