import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RecentThing, Standing } from 'core/api'
import { newId, Refused, type World } from '../moderation.ts'
import { isStaff } from '../newcomers/standing.ts'
import { TooSlow } from './find-patterns.ts'
import type { Knowledge } from './knowledge.ts'
import { matchRule } from './match-rule.ts'
import { ofText, Patience } from './patience.ts'
import type { Rule } from './rule.ts'
import { printOf, type Said, saidInSubject } from './said.ts'

/** What a rule would have found. */
export interface TrialOutcome {
  looked: number
  hits: number
  members: number
  days: Record<string, number>
  examples: { url: string; handle: string | null; text: string; why: string; createdAt: string }[]
  /** There was more than it looks at. */
  isCut: boolean
}

export interface Trial {
  id: string
  byId: string | null
  rule: string
  days: number
  outcome: string | null
  createdAt: string
  endedAt: string | null
}

const mostThings = 20_000
const mostExamples = 20
/** Milliseconds for patterns, in all that it looks at. */
const ofTrial = 10_000
const day = 86_400_000

/** Asks what a rule would have found in the last days. A job counts it; nothing is done to anybody. */
export async function beginTrial(world: World, rule: Rule, days: number, memberId: string): Promise<string> {
  if (!rule.about.some(about => about === 'entry' || about === 'comment' || about === 'imported'))
    throw new Refused('Only rules about entries and comments can be tried on what was there.')
  const id = newId(world)
  await world.tables.transaction(trx =>
    trx('moderation_trials').insert({ id, byId: memberId, rule: JSON.stringify(rule), days, createdAt: trx.now() }),
  )
  await world.host.addJob('try-rule', { id }, { key: id })
  return id
}

/** Counts a trial. Done twice it says the same. */
export async function runTrial(world: World, id: string): Promise<void> {
  const { tables } = world
  const trial: Trial | undefined = await tables<Trial>('moderation_trials').where({ id }).first()
  if (!trial || trial.endedAt) return
  const rule = JSON.parse(trial.rule) as Rule
  const since = new Date(Date.parse(trial.createdAt) - trial.days * day).toISOString()
  const trying = new Trying(world, rule)
  if (rule.about.includes('entry') || rule.about.includes('imported')) await walk(world, 'entry', since, trying)
  if (rule.about.includes('comment')) await walk(world, 'comment', since, trying)
  await tables.transaction(trx =>
    trx('moderation_trials')
      .where({ id })
      .update({ outcome: JSON.stringify(trying.outcome), endedAt: trx.now() }),
  )
}

async function walk({ host }: World, kind: 'entry' | 'comment', since: string, trying: Trying): Promise<void> {
  let after: string | undefined
  while (!trying.outcome.isCut) {
    const things = await host.subjects.recent(kind, { since, ...(after && { after }) })
    if (things.length === 0) return
    if (trying.outcome.looked + things.length > mostThings) {
      trying.outcome.isCut = true
      return
    }
    await trying.look(things)
    after = things.at(-1)!.id
  }
}

/** A rule that walks through what was said, in the order in which it was said, and remembers what it needs to know on the way. */
class Trying {
  readonly outcome: TrialOutcome = { looked: 0, hits: 0, members: 0, days: {}, examples: [], isCut: false }
  readonly #world: World
  readonly #rule: Rule
  readonly #standings = new Map<string, Standing>()
  readonly #staff = new Map<string, boolean>()
  readonly #times = new Map<string, number[]>()
  readonly #prints = new Map<string, number[]>()
  readonly #members = new Set<string>()
  readonly #patience = new Patience(ofTrial)

  constructor(world: World, rule: Rule) {
    this.#world = world
    this.#rule = rule
  }

  async look(things: readonly RecentThing[]): Promise<void> {
    const fresh = [...new Set(things.flatMap(({ authorId }) => authorId ?? []))].filter(id => !this.#standings.has(id))
    for (const standing of await this.#world.host.subjects.members(fresh)) this.#standings.set(standing.id, standing)
    for (const thing of things) {
      this.outcome.isCut ||= this.#patience.left <= 0
      if (this.outcome.isCut) return
      await this.#lookAt(thing)
      // While a pattern is tried everybody else waits.
      await nextTurn()
    }
  }

  async #lookAt(thing: RecentThing): Promise<void> {
    const said = saidInSubject(thing)
    this.outcome.looked++
    const knowledge = this.#knowledge(thing, said)
    if (!this.#rule.about.includes(said.about) || (await knowledge.isStaff())) return
    const why = await this.#match(said, knowledge)
    if (!why) return
    const { authorId, authorHandle: handle, url, createdAt, title, text } = thing
    this.outcome.hits++
    if (authorId) this.#members.add(authorId)
    this.outcome.members = this.#members.size
    this.outcome.days[createdAt.slice(0, 10)] = (this.outcome.days[createdAt.slice(0, 10)] ?? 0) + 1
    if (this.outcome.examples.length < mostExamples)
      this.outcome.examples.push({ url, handle, text: `${title} ${text}`.trim().slice(0, 160), why: why.join(', '), createdAt })
  }

  async #match(said: Said, knowledge: Knowledge): Promise<string[] | undefined> {
    try {
      return await matchRule(this.#rule, said, knowledge)
    } catch (error) {
      if (error instanceof TooSlow) return ['its patterns took too long on this text']
      throw error
    }
  }

  #knowledge(thing: RecentThing, said: Said): Knowledge {
    const at = Date.parse(thing.createdAt)
    const member = thing.authorId ?? ''
    const standing = this.#standings.get(member)
    const times = said.about === 'imported' ? [] : remember(this.#times, member, at)
    const print = printOf(said)
    const same = print ? remember(this.#prints, print, at) : []
    const joinedAt = standing ? Date.parse(standing.createdAt) : at
    const began = Date.parse(this.#world.tables.now()) - 60 * day
    return {
      daysHere: async () => Math.max(0, at - joinedAt) / day,
      pace: async minutes => times.filter(time => time > at - minutes * 60_000).length,
      // Who was here long before the days that are looked at has written more than can be seen here.
      place: async () => (joinedAt < began ? Number.POSITIVE_INFINITY : times.length),
      repeats: async () => Math.max(1, same.filter(time => time > at - 2 * day).length),
      isStaff: async () => {
        const known = this.#staff.get(member)
        if (known !== undefined) return known
        const found = await isStaff(this.#world, standing)
        this.#staff.set(member, found)
        return found
      },
      patience: new Patience(ofText, this.#patience),
    }
  }
}

function remember(times: Map<string, number[]>, key: string, at: number): number[] {
  const known = times.get(key) ?? []
  known.push(at)
  times.set(key, known)
  return known
}
