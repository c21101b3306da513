import type { PluginCall } from 'core/api'
import type { World } from '../wishes.ts'
import { listWishes, type Wish, type WishState } from './wish.ts'

const portion = 30

/** What members miss: open wishes first, or those in another state, or those with some words. */
export async function showWishes(world: World, { input, member, may = [] }: PluginCall): Promise<Record<string, unknown>> {
  const { q, state, page } = input as { q: string; state: WishState | 'reported'; page: number }
  const moderates = may.includes('moderation')
  const isReported = state === 'reported' && moderates
  const offset = (page - 1) * portion
  const found = isReported
    ? await reportedWishes(world)
    : await listWishes(world, { ...(!q && { state: state === 'reported' ? 'open' : state }), words: q, limit: portion + 1, offset })
  const wishes = found.slice(0, portion)
  const wanted = member ? await wantedBy(world, member.id, wishes) : new Set()
  const next = new URLSearchParams({ ...(q ? { q } : { state }), page: String(page + 1) })
  return {
    q,
    tabs: (['open', 'taken-up', 'done', 'declined'] as const).map(one => ({
      state: one,
      url: `/wishes?state=${one}`,
      here: !q && one === state,
    })),
    wishes: wishes.map(wish => ({
      ...wish,
      isWanted: wanted.has(wish.id),
      canWant: member !== undefined && (wish.state === 'open' || wish.state === 'taken-up'),
    })),
    isSearch: q !== '',
    ...(found.length > portion && { nextUrl: `/wishes?${next}` }),
    ...(moderates && { reports: await countReports(world) }),
  }
}

async function wantedBy({ tables }: World, memberId: string, wishes: readonly Wish[]): Promise<Set<string>> {
  const ids = wishes.map(({ id }) => id)
  const rows = ids.length === 0 ? [] : await tables('wishes_supports').where({ memberId }).whereIn('wishId', ids).select('wishId')
  return new Set((rows as { wishId: string }[]).map(({ wishId }) => wishId))
}

async function reportedWishes({ tables }: World): Promise<Wish[]> {
  const open = tables('wishes_reports').whereNull('settledAt').select('wishId')
  return (await tables('wishes_wishes').whereIn('id', open).orderBy('id').limit(portion)) as unknown as Wish[]
}

async function countReports({ tables }: World): Promise<number> {
  const [row] = await tables.rows<{ count: number | string }>('select count(*) as count from wishes_reports where settled_at is null')
  return Number(row?.count ?? 0)
}
