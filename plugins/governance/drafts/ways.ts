import type { Host, PluginCall, PluginWay, RouteReply, Row } from 'core/api'
import { type Draft, maybeDraft } from './draft.ts'

/** The ways of a draft among which members will choose; one where it is about one change. */
export function waysOf({ title, input, ways }: Pick<Draft, 'title' | 'input' | 'ways'>): PluginWay[] {
  return ways && ways.length > 0 ? ways : [{ title, input }]
}

/** A draft with one more way, or with one of them changed. */
export function withWay(draft: Row<Draft>, way: string, { title, input }: PluginWay): PluginWay[] {
  const ways = [...waysOf(draft)]
  const index = way === 'new' ? ways.length : Number(way)
  ways[Math.min(index, ways.length)] = { title, input }
  return ways
}

/** Takes a way out of a draft again. */
export async function removeWay(host: Host, { member, input }: PluginCall): Promise<RouteReply> {
  const draft = await maybeDraft(host, input.id)
  if (!draft || draft.memberId !== member!.id) return { problem: 'Only who wrote a draft can change it.' }
  const left = waysOf(draft).filter((_, index) => index !== Number(input.way))
  if (left.length === 0) return { problem: 'Something has to be left. Discard the draft instead.' }
  await host.data.sponsors!.removeAll({ where: { draftId: draft.id } })
  const one = left.length === 1 ? left[0]! : undefined
  await host.data.drafts!.update(draft.id, { ...(one && { input: one.input }), ways: one ? [] : left })
  return { redirect: `/governance/drafts/${draft.id}` }
}
