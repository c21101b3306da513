import type { GuestLimit, Problem } from './sandbox-messages.ts'

/** Characters of what a guest says about itself. It may have changed how texts are cut, so that they are cut here. */
const longest = 2000

/** What was thrown in a guest, from its own description. */
export function readProblem(text: string): Problem {
  const { name, message, code, stack } = JSON.parse(text) as Problem
  const cut = (value: unknown): string => String(value).slice(0, longest)
  return { name: cut(name), message: cut(message), ...(code && { code: cut(code) }), ...(stack && { stack: cut(stack) }) }
}

/** The limits that QuickJS itself keeps, by what it throws. */
export function limitOf({ name, message }: Problem): GuestLimit | undefined {
  if (name !== 'InternalError') return undefined
  if (message === 'interrupted') return 'cpu'
  if (message === 'out of memory') return 'memory'
  return message === 'stack overflow' ? 'stack' : undefined
}
