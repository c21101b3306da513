import type { Static } from 'typebox'
import { invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'

/** In the place of an action's name: a question whose answer binds nobody. */
export const pollAction = 'poll'

export const pollInput = Type.Object({
  answers: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { title: 'Answers', minItems: 2, maxItems: 20 }),
})
export type Poll = Static<typeof pollInput>

/** The answers among which members choose. Throws invalid. */
export function readPoll(given: Record<string, unknown>): Poll {
  const { answers } = readInput(pollInput, given)
  const tidy = answers.map(answer => answer.trim()).filter(answer => answer !== '')
  if (tidy.length < 2) throw invalid({ answers: 'Give at least two answers.' })
  if (new Set(tidy).size < tidy.length) throw invalid({ answers: 'Two of these are the same.' })
  return { answers: tidy }
}
