import { parseArgs } from 'node:util'

export interface BenchOptions {
  members: number
  entries: number
  comments: number
  likes: number
  viewers: number
  follows: number
  feeds: number
  seconds: number
  rounds: number
  /** How many times the entries for the second pass; 0 leaves it out. */
  growth: number
  json: boolean
}

const defaults: Record<Exclude<keyof BenchOptions, 'json'>, number> = {
  members: 2000,
  entries: 100_000,
  comments: 300_000,
  likes: 300_000,
  viewers: 500,
  follows: 200,
  feeds: 1000,
  seconds: 5,
  rounds: 3,
  growth: 10,
}

/** Reads `--entries 1000 --growth 0 …`; every size is an argument. */
export function readOptions(args: string[]): BenchOptions {
  const names = Object.keys(defaults) as (keyof typeof defaults)[]
  const options = Object.fromEntries(names.map(name => [name, { type: 'string' as const }]))
  const { values } = parseArgs({ args, options: { ...options, json: { type: 'boolean' } } }) as {
    values: Record<string, string | boolean | undefined>
  }
  const numbers = names.map(name => {
    const text = values[name]
    const value = text === undefined ? defaults[name] : Number(text)
    if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} should be a number, but is ${JSON.stringify(text)}.`)
    return [name, value]
  })
  return { ...(Object.fromEntries(numbers) as typeof defaults), json: values.json === true }
}
