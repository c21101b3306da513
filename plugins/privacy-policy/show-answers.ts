import type { Block, Cell, Collection, Host } from 'core/api'
import type { Answer } from './answer.ts'

/** How many accepted and declined each policy that holds or is coming, for those who look after the site. Nobody is named. */
export async function showAnswers(host: Host, answers: Collection<Answer>): Promise<Block[]> {
  const open = (await host.policies()).flatMap(({ title, kind, current, coming }) =>
    [current, ...(coming ? [coming] : [])].map(({ version, effectiveAt }) => ({ title, kind, version, effectiveAt })),
  )
  const rows = await Promise.all(
    open.map(async ({ title, kind, version, effectiveAt }): Promise<Cell[]> => {
      const counts = await answers.countBy('answer', { where: { kind, version } })
      return [title, version, effectiveAt.slice(0, 10), counts.accepted ?? 0, counts.declined ?? 0]
    }),
  )
  return [
    { type: 'text', text: 'Members answer when a version is newer than their account. Who joined later agreed to it by joining.' },
    { type: 'table', columns: ['Policy', 'Version', 'Holds from', 'Accepted', 'Declined'], rows, empty: 'There are no policies yet.' },
  ]
}
