import type { PluginCall, RouteReply } from 'core/api'
import { addPage, addRoute, asker, Outdated, queueUrl, Refused, type World } from '../moderation.ts'
import { type DecideInput, decide } from './decide.ts'
import { decideMany } from './decide-many.ts'
import { reverse } from './reverse.ts'
import { showStanding, showStatement } from './show-statement.ts'

/** Decisions: one, many, their reversal, and what the member reads about them. */
export function addDecisions(world: World): void {
  addPage(world, 'statement', showStatement)
  addPage(world, 'standing', showStanding)
  addPage(world, 'appeal', showStanding)

  addRoute(world, 'decide', async call => {
    const decided = await decide(world, readDecision(call), asker(call)).catch(error => lookAgain(call, error))
    if (!Array.isArray(decided)) return decided
    if (call.input.part) return { json: { decided: decided.length } }
    const notice = decided.length > 1 ? 'Decided, with the other open cases of this member.' : 'Decided.'
    return { notice, redirect: String(call.input.back || queueUrl) }
  })
  addRoute(world, 'bulk', async call => ({
    ...(await decideMany(world, call.input as never, asker(call))),
    redirect: String(call.input.back || queueUrl),
  }))
  addRoute(world, 'reverse', async call => {
    const { id, reason } = call.input as { id: string; reason: string }
    await reverse(world, id, { as: asker(call).id, reason })
    return { notice: 'Everything is as it was.' }
  })
}

/** Who decides without scripts gets the case as it is now. Scripts say it beside the form, where what was written stays. */
function lookAgain({ input }: PluginCall, error: unknown): RouteReply {
  if (!(error instanceof Outdated) || input.part) throw error
  return { notice: error.message, redirect: `${queueUrl}&case=${String(input.id)}` }
}

/** As the form sends it: one step is text, several are a list, and keeping is a step like the others. */
function readDecision({ input }: PluginCall): DecideInput {
  const {
    steps = [],
    all,
    ...rest
  } = input as unknown as Omit<DecideInput, 'all' | 'steps'> & {
    steps?: string | string[]
    all: string
  }
  const chosen = [steps].flat()
  if (chosen.length === 0) throw new Refused('Choose what is to be done, or that it stays.')
  return { ...rest, steps: chosen.filter(step => step !== 'keep'), all: all === 'on' }
}
