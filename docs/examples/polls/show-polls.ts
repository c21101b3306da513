import type { Host, Inserted, PluginCall } from 'core/api'
import type { Poll } from './make-poll.ts'

type ShowCall = Omit<PluginCall, 'input'> & { inserts: Inserted[] }

/** The views of all polls on a page: what was voted so far, and what the reader has voted. */
export async function showPolls(host: Host, { member, inserts }: ShowCall): Promise<Record<string, Record<string, unknown>>> {
  const views = await Promise.all(inserts.map(insert => showPoll(host, insert, member?.id)))
  return Object.fromEntries(inserts.map(({ id }, index) => [id, views[index]!]))
}

async function showPoll(host: Host, { id, data }: Inserted, memberId: string | undefined): Promise<Record<string, unknown>> {
  const { question, answers } = data as unknown as Poll
  const votes = host.data.votes!
  const [counts, mine] = await Promise.all([
    votes.countBy('answer', { where: { poll: id } }),
    memberId === undefined ? [] : votes.list({ where: { poll: id, memberId }, limit: 1 }),
  ])
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return {
    question,
    total,
    canVote: memberId !== undefined,
    voted: mine.length > 0,
    answers: answers.map((text, number) => ({
      number,
      text,
      count: counts[number] ?? 0,
      percent: total === 0 ? 0 : Math.round((100 * (counts[number] ?? 0)) / total),
      mine: mine[0]?.answer === number,
    })),
  }
}
