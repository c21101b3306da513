import { findMemberById } from '../members/member.ts'
import type { Site } from '../site.ts'
import { listRestrictionsOf, type Restriction } from './restriction.ts'

/** What `decisions` shows. */
export interface DecisionsView {
  /** Name of the member it is about. */
  name: string
  decisions: Decision[]
  /** Absent when the site has no page for it. */
  appealUrl?: string
  exportUrl?: string
  /** Whether the member is kept out, and reads this by a link. */
  byPass: boolean
}

interface Decision extends Pick<Restriction, 'kind' | 'reason' | 'rule' | 'until' | 'createdAt' | 'endedAt' | 'liftedReason'> {
  /** Whether it holds now. */
  holds: boolean
  isHidden: boolean
}

/** Paths of pages, of the core or of plugins, that a member may open with a pass who cannot sign in. */
const doors = { appealUrl: '/moderation/appeal' }

/** Everything that moderators decided about a member: what, why, by which rule, until when, and what one can do about it. */
export async function showDecisions(site: Site, memberId: string, pass?: string): Promise<DecisionsView> {
  const { feed } = await findMemberById(site.db, memberId)
  const now = site.now().toISOString()
  const rows = await listRestrictionsOf(site.db, memberId)
  return {
    name: feed.name,
    byPass: pass !== undefined,
    decisions: rows.map(({ kind, reason, rule, until, createdAt, endedAt, hidesAt, liftedReason }) => ({
      ...{ kind, reason, rule, until, createdAt, endedAt, liftedReason },
      holds: endedAt === null && (until === null || until > now),
      isHidden: hidesAt !== null,
    })),
    ...doorsOf(site, pass),
  }
}

function doorsOf({ registry }: Site, pass: string | undefined): Partial<Pick<DecisionsView, 'appealUrl' | 'exportUrl'>> {
  const open = new Set<unknown>([...registry.pages, ...registry.routes].map(({ declared }) => (declared as { at?: string }).at))
  const here = [...Object.entries(doors).filter(([, path]) => open.has(path)), ['exportUrl', '/export'] as const]
  return Object.fromEntries(here.map(([name, path]) => [name, pass ? `${path}?pass=${pass}` : path]))
}
