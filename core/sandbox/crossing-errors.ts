import { SiteError } from '../errors.ts'
import { OutsideError, type OutsideProblem, ProblemReading, WorkStopped } from '../sources/source-type.ts'
import { SandboxError } from './sandbox-error.ts'
import type { Problem } from './sandbox-messages.ts'

/** Characters of a message that cross. */
const longest = 500

/** What was thrown here, as a guest may see it: sentences that are meant for plugins, and nothing that a database or a system said. */
export function problemFor(error: unknown): Problem {
  if (!(error instanceof Error)) return hidden
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const known = [SiteError, OutsideError, ProblemReading, WorkStopped, SandboxError].some(kind => error instanceof kind)
  if (!known && code !== undefined) return hidden
  return { name: error.name, message: error.message.slice(0, longest), ...(code !== undefined && { code }) }
}

/** What was thrown in a guest, as an error of ours. */
export function errorFrom({ name, message, code = '', stack }: Problem): Error {
  // It goes to logs, where a line is a line.
  const text = [...message.slice(0, longest)].map(sign => (sign < ' ' || sign === '\u007f' ? ' ' : sign)).join('')
  if (name === 'OutsideError') return new OutsideError(outsideCodes.find(known => known === code) ?? 'bad-answer', text)
  if (name === 'ProblemReading') return new ProblemReading(text)
  if (name === 'WorkStopped') return new WorkStopped(stopCodes.find(known => known === code) ?? 'crashed', text)
  const error = name === 'TypeError' ? new TypeError(text) : new Error(text)
  error.stack = `${/^[A-Z]\w{0,40}$/.test(name) ? name : 'Error'}: ${text}\n${(stack ?? '').slice(0, 1000)}`
  return error
}

const hidden: Problem = { name: 'Error', message: 'The site could not do this; the reason is in its log.' }

const outsideCodes: readonly OutsideProblem[] = [
  'bad-address',
  'private-address',
  'not-found-host',
  'no-connection',
  'bad-certificate',
  'too-large',
  'too-slow',
  'too-many-redirects',
  'bad-answer',
]
const stopCodes: readonly WorkStopped['code'][] = ['too-slow', 'too-much-memory', 'crashed']
