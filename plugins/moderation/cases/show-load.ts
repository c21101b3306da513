import type { Block } from 'core/api'
import { inDays, type World } from '../moderation.ts'

/** Who decided how much in the last thirty days, so that nobody carries it alone; and what was reversed. */
export async function showLoad(world: World): Promise<Block[]> {
  const { tables } = world
  const since = inDays(world, -30)
  const [people, days, waiting] = await Promise.all([
    tables.rows<{ name: string | null; count: number | string; reversed: number | string; days: number | string }>(
      `select by_name as name, count(*) as count, count(reversed_at) as reversed, count(distinct substr(created_at, 1, 10)) as days
       from moderation_decisions where created_at >= ? and by_id is not null group by by_id, by_name order by 2 desc limit 50`,
      [since],
    ),
    tables.rows<{ label: string; value: number | string }>(
      `select substr(created_at, 1, 10) as label, count(*) as value from moderation_decisions where created_at >= ? group by 1 order by 1`,
      [since],
    ),
    tables.rows<{ count: number | string; oldest: string | null }>(
      `select count(*) as count, min(created_at) as oldest from moderation_cases where state = 'open'`,
    ),
  ])
  const { count = 0, oldest } = waiting[0] ?? {}
  return [
    {
      type: 'numbers',
      numbers: [
        { label: 'Open cases', value: Number(count) },
        { label: 'Waiting since', value: oldest?.slice(0, 10) ?? 'nobody waits' },
      ],
    },
    {
      type: 'chart',
      title: 'Decisions in the last thirty days',
      points: days.map(({ label, value }) => ({ label, value: Number(value) })),
    },
    {
      type: 'table',
      columns: ['Moderator', 'Decisions', 'On days', 'Taken back'],
      rows: people.map(({ name, count: decided, days: on, reversed }) => [
        name ?? 'somebody who left',
        Number(decided),
        Number(on),
        Number(reversed),
      ]),
      empty: 'Nobody has decided anything in the last thirty days.',
    },
  ]
}
