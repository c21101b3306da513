import { nameProblem, type Outdoors, outsideOf } from './ask-source.ts'
import type { FoundSource } from './source-type.ts'

/** What was found at an address, or the name of what was in the way and a sentence for the member. */
export type Discovery = { outcome: 'ok'; found: FoundSource[] } | { outcome: string; problem: string; found: [] }

/** Asks all source types what they know of an address, the best first. One that fails does not hide what another finds. */
export async function discoverSources(site: Outdoors, address: string): Promise<Discovery> {
  const outside = outsideOf(site)
  const answers = await Promise.all(
    [...site.registry.sourceTypes.values()].map(async ({ guard, thing }) => {
      try {
        return await thing.discover(address, outside)
      } catch (error) {
        const problem = nameProblem(error)
        if (problem.outcome === 'failed') guard.fail(`the source type ${thing.type}`, error)
        return problem
      }
    }),
  )
  const found = answers.flatMap(answer => (Array.isArray(answer) ? answer : []))
  if (found.length > 0) return { outcome: 'ok', found: found.slice(0, mostFound) }
  for (const answer of answers) if (!Array.isArray(answer)) return { ...answer, found: [] }
  return { outcome: 'not-found', problem: noFeed, found: [] }
}

const mostFound = 20
const noFeed =
  'No feed was found at this address. Paste the address of a blog, a feed, a podcast, or of a profile such as a video channel or a page of code.'
