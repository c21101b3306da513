import type { Host, Row } from 'core/api'

/** What a member is about to propose. */
export interface Draft {
  memberId: string
  title: string
  why?: string
  action: string
  input: Record<string, unknown>
}

/** The draft with this id; nothing when there is none. */
export async function maybeDraft({ data }: Host, id: unknown): Promise<Row<Draft> | undefined> {
  return (await data.drafts!.get(String(id))) as Row<Draft> | undefined
}

/** Ids of the members who support a draft, its author first. */
export async function sponsorsOf({ data }: Host, { id, memberId }: Row<Draft>): Promise<string[]> {
  const rows = await data.sponsors!.list({ where: { draftId: id }, order: 'oldest', limit: 100 })
  return [memberId, ...rows.map(row => String(row.memberId)).filter(one => one !== memberId)]
}
