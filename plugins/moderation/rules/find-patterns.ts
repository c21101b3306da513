import { createContext, runInContext, Script } from 'node:vm'
import { ofText, Patience } from './patience.ts'

/** Milliseconds for all patterns of a rule together. What takes longer is given up: a pattern must not hold the site up. */
const budget = 40
/** Longer texts are looked at as far as this. */
const mostText = 20_000

interface Prepared {
  context: object
  patterns: readonly string[]
}

const search = new Script('found = compiled.findIndex(pattern => pattern.test(text))')
const prepared = new Map<string, Prepared>()

/**
 * The first of the patterns that stands in a text. Runs where it can be stopped: the engine looks at the clock while it tries. Throws
 * {@link TooSlow} when the time is up, so that whoever asks can hold the text and not let it pass.
 */
export function findPattern(text: string, patterns: readonly string[], patience = new Patience(ofText)): string | undefined {
  if (patterns.length === 0) return undefined
  if (patience.left <= 0) throw new TooSlow()
  const { context } = prepare(patterns)
  Object.assign(context, { text: text.slice(0, mostText), found: -1 })
  const from = performance.now()
  try {
    search.runInContext(context, { timeout: Math.ceil(Math.min(budget, patience.left)) })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TooSlow()
    throw error
  } finally {
    patience.spend(performance.now() - from)
  }
  return patterns[(context as { found: number }).found]
}

/** The patterns of a rule took too long on a text. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow'
}

/** What is wrong with a pattern, in words; nothing when it can be used. */
export function patternProblem(pattern: string): string | undefined {
  try {
    compile(pattern)
  } catch (error) {
    return `“${pattern}” is no regular expression: ${(error as Error).message}`
  }
  // Tried on what makes patterns with nested repetitions go through all ways there are.
  for (const trap of [`${'a'.repeat(60)}!`, `${'ab1 '.repeat(400)}!`, `${' '.repeat(2000)}x`, `${'1'.repeat(2000)}x`]) {
    try {
      findPattern(trap, [pattern])
    } catch {
      return `“${pattern}” takes too long on some texts. Avoid a repetition within a repetition, such as (a+)+.`
    }
  }
  return undefined
}

function compile(pattern: string): RegExp {
  return new RegExp(pattern, 'iu')
}

function prepare(patterns: readonly string[]): Prepared {
  const key = JSON.stringify(patterns)
  const before = prepared.get(key)
  if (before) return before
  const context = createContext({ sources: [...patterns] })
  runInContext(`compiled = sources.map(source => new RegExp(source, 'iu'))`, context)
  const made = { context, patterns }
  // Rules change rarely; what is not used any more goes with the rest.
  if (prepared.size >= 200) prepared.clear()
  prepared.set(key, made)
  return made
}
