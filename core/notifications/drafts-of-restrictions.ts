import { inList, selectRows } from '../db/select.ts'
import type { Events } from '../plugin-contract/events.ts'
import type { Restriction } from '../restrictions/restriction.ts'
import { tellRestriction } from '../restrictions/tell-restriction.ts'
import type { Site } from '../site.ts'
import type { Draft } from './notification.ts'

/** What moderators decided about a member, and that it is over: each is told to whom it concerns. */
export async function draftsOfRestrictions(
  site: Site,
  begun: readonly Events['member.restricted'][],
  ended: readonly Events['member.unrestricted'][],
): Promise<Draft[]> {
  const ids = [...begun, ...ended].map(({ restrictionId }) => restrictionId)
  if (ids.length === 0) return []
  const { sql, bindings } = inList(site.db.dialect, 'r.id', [...new Set(ids)])
  const rows = await selectRows<Restriction & { locale: string | null }>(
    site.db,
    `select r.id, r.member_id as "memberId", r.kind, r.reason, r.rule, r.until, r.ended_at as "endedAt", r.lifted_by as "liftedBy", m.locale
     from restrictions r join members m on m.id = r.member_id where ${sql}`,
    bindings,
  )
  const known = new Map(rows.map(row => [row.id, row]))
  const draft = (about: string, id: string, textOf: (row: Restriction & { locale: string | null }) => string): Draft[] => {
    const row = known.get(id)
    if (!row) return []
    const told = { title: site.settings.siteName, text: shortened(textOf(row)), url: '/decisions' }
    return [{ memberId: row.memberId, kind: 'site', about: `${about}:${id}`, told }]
  }
  const over = ({ kind, locale }: { kind: string; locale: string | null }): string =>
    site.themes.translate(kind === 'warning' ? 'A warning no longer counts.' : 'You can take part again.', {}, locale ?? 'en')
  return [
    ...begun.flatMap(({ restrictionId }) => draft('restricted', restrictionId, row => tellRestriction(site, row, row.locale))),
    ...ended.flatMap(({ restrictionId }) => draft('unrestricted', restrictionId, over)),
  ]
}

/** As long as there is room for. */
function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text
}
