import { diffWordsWithSpace } from 'diff'
import { notFound } from '../errors.ts'
import type { Context } from '../http/context.ts'
import type { Router } from '../http/router.ts'
import { Type } from '../http/type.ts'
import type { LockedValue } from '../lock/locked-value.ts'
import { markdownHtml } from '../panel/markdown.ts'
import { howLong } from './how-long.ts'
import { factsChangedAt, operatorFacts } from './operator-facts.ts'
import { pluginStorage } from './plugin-storage.ts'
import { type Policy, type PolicyKind, policyAt, policyKinds, policyTitles } from './policy.ts'

const query = Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) })

/** The policies of the site, each with all versions that ever held. They are shown by what the ledger vouches for. */
export function addPolicyRoutes(router: Router): void {
  for (const kind of policyKinds) router.get(`/${kind}`, ctx => showPolicy(ctx, kind))
}

async function showPolicy(ctx: Context, kind: PolicyKind): Promise<void> {
  const { version } = ctx.read(query)
  const { lock } = ctx.site
  const { current, coming } = policyAt(lock, kind, ctx.site.now())
  if (!current) throw notFound('policy')
  const versions = lock.versionsOf<Policy>(`policies.${kind}`)
  const chosen = version === undefined || version === current.version ? current : versions.find(one => one.version === version)
  if (!chosen) throw notFound('version')
  const title = ctx.t(policyTitles[kind])
  const ofSite = kind === 'privacy' && {
    facts: operatorFacts(ctx.site),
    factsAt: await factsChangedAt(ctx.site),
    plugins: pluginStorage(ctx.registry),
    howLong: await howLong(ctx.site),
  }
  await ctx.page('policy', {
    ...ofSite,
    title,
    kind,
    // They stand right below the title of the page.
    bodyHtml: markdownHtml(chosen.value.text).replaceAll(/<(\/?)h3>/g, '<$1h2>'),
    ...dated(chosen),
    isCurrent: chosen === current,
    diff: chosen === current ? [] : wordsBetween(chosen.version < current.version ? [chosen, current] : [current, chosen]),
    ...(coming && { coming: dated(coming) }),
    versions: versions.map(one => ({ ...dated(one), isShown: one.version === chosen.version, holds: one.version === current.version })),
  })
}

function dated({ version, effectiveAt, valueHash }: LockedValue<Policy>): { version: number; effectiveAt: string; hash: string } {
  return { version, effectiveAt, hash: valueHash }
}

/** What changed from one version to the next, in words. */
function wordsBetween([before, after]: [LockedValue<Policy>, LockedValue<Policy>]): { text: string; added: boolean; removed: boolean }[] {
  return diffWordsWithSpace(before.value.text, after.value.text).map(({ value, added, removed }) => ({ text: value, added, removed }))
}
