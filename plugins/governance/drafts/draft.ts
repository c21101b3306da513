import type { Host, PluginWay, Row } from 'core/api'

/** What a member is about to propose. */
export interface Draft {
  memberId: string
  title: string
  why?: string
  action: string
  input: Record<string, unknown>
  /** Several ways to do it, among which members choose by ranking. */
  ways?: PluginWay[]
}

/** The draft with this id; nothing when there is none. */
export async function maybeDraft({ data }: Host, id: unknown): Promise<Row<Draft> | undefined> {
  return (await data.drafts!.get(String(id))) as Row<Draft> | undefined
}

/** A draft as the site reads it: with its ways where there are several. */
export function askedOf({ action, input, ways = [] }: Draft): { action: string; input: Record<string, unknown>; options?: PluginWay[] } {
  return { action, input: ways.length > 1 ? {} : input, ...(ways.length > 1 && { options: ways }) }
}

/** Ids of the members who support a draft, its author first. */
export async function sponsorsOf({ data }: Host, { id, memberId }: Row<Draft>): Promise<string[]> {
  const rows = await data.sponsors!.list({ where: { draftId: id }, order: 'oldest', limit: 100 })
  return [memberId, ...rows.map(row => String(row.memberId)).filter(one => one !== memberId)]
}
