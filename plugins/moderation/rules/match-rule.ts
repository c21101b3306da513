import { findPattern } from './find-patterns.ts'
import { findWords } from './fold-text.ts'
import type { Knowledge } from './knowledge.ts'
import type { Rule } from './rule.ts'
import { hostOf, type Said } from './said.ts'

/** What of a rule's conditions was found, in words for moderators; nothing when one of them does not hold. What is cheap is asked first. */
export async function matchRule(rule: Rule, said: Said, knowledge: Knowledge): Promise<string[] | undefined> {
  const found: string[] = []
  for (const condition of conditions) {
    const evidence = await condition(rule, said, knowledge)
    if (evidence === false) return undefined
    if (evidence) found.push(evidence)
  }
  return found.length > 0 ? found : undefined
}

/** What was found; nothing when the rule does not ask for it; false when it does not hold. */
type Condition = (rule: Rule, said: Said, knowledge: Knowledge) => Promise<string | false | undefined> | string | false | undefined

const conditions: readonly Condition[] = [
  ({ links }, said) => number(links, said.links.length >= links, `${said.links.length} links`),
  ({ domains }, { links }) => {
    if (domains.length === 0) return undefined
    const host = links.map(hostOf).find(one => domains.some(domain => isBelow(one, domain)))
    return host === undefined ? false : `a link to ${host}`
  },
  ({ words }, { text }) => {
    if (words.length === 0) return undefined
    const there = findWords(text, words)
    return there.length === 0
      ? false
      : `the words ${there
          .slice(0, 5)
          .map(word => `“${word}”`)
          .join(', ')}`
  },
  ({ patterns }, { text }, { patience }) => {
    if (patterns.length === 0) return undefined
    const pattern = findPattern(text, patterns, patience)
    return pattern === undefined ? false : `the pattern “${pattern}”`
  },
  async ({ newerThanDays }, _said, knowledge) => {
    if (newerThanDays === 0) return undefined
    const days = await knowledge.daysHere()
    return days < newerThanDays && `here for ${Math.floor(days)} days`
  },
  async ({ first }, _said, knowledge) => {
    if (first === 0) return undefined
    const place = await knowledge.place()
    return place <= first && `no. ${place} of this member`
  },
  async ({ pace, paceMinutes }, _said, knowledge) => {
    if (pace === 0) return undefined
    const count = await knowledge.pace(paceMinutes)
    return count > pace && `${count} within ${paceMinutes} minutes`
  },
  async ({ repeats }, _said, knowledge) => {
    if (repeats === 0) return undefined
    const times = await knowledge.repeats()
    return times >= repeats && `said ${times} times`
  },
]

function number(asked: number, holds: boolean, words: string): string | false | undefined {
  return asked === 0 ? undefined : holds && words
}

function isBelow(host: string, domain: string): boolean {
  const wanted = domain
    .trim()
    .toLowerCase()
    .replace(/^(\*\.|www\.)/, '')
  return wanted !== '' && (host === wanted || host.endsWith(`.${wanted}`))
}
