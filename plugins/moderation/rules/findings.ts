import type { World } from '../moderation.ts'
import { spamFinding } from '../spam/spam-finding.ts'
import { TooSlow } from './find-patterns.ts'
import { type Knowledge, knowledgeOf } from './knowledge.ts'
import { matchRule } from './match-rule.ts'
import type { Patience } from './patience.ts'
import { type Rule, rulesFor } from './rule.ts'
import type { Said } from './said.ts'

/** What a rule or the spam filter says about something. */
export interface Finding extends Pick<Rule, 'name' | 'mode' | 'outcome' | 'label' | 'limitDays' | 'rule' | 'weight'> {
  /** In words for moderators. */
  why: string[]
}

/** What rules and the spam filter find in something, shadows among them. Nothing about those who look after the site. */
export async function findIn(world: World, said: Said, patience?: Patience): Promise<Finding[]> {
  const rules = await rulesFor(world, said.about)
  const knowledge = knowledgeOf(world, said, patience)
  const found = await Promise.all([...rules.map(rule => findOne(rule, said, knowledge)), spamFinding(world, said, knowledge)])
  const findings = found.filter(one => one !== undefined)
  return findings.length > 0 && (await knowledge.isStaff()) ? [] : findings
}

async function findOne(rule: Rule, said: Said, knowledge: Knowledge): Promise<Finding | undefined> {
  try {
    const why = await matchRule(rule, said, knowledge)
    return why && { ...rule, why }
  } catch (error) {
    if (!(error instanceof TooSlow)) throw error
    // Otherwise a text that makes a pattern slow would be a way past it. Nobody is limited for what was not found.
    return { ...rule, outcome: rule.outcome === 'hold' ? 'hold' : 'report', why: ['its patterns took too long on this text'] }
  }
}

/** Why somebody should look first, when a rule that is on wants it. */
export async function whyHold(world: World, said: Said, patience?: Patience): Promise<string | undefined> {
  const holding = (await findIn(world, said, patience)).find(({ mode, outcome }) => mode === 'on' && outcome === 'hold')
  return holding && `Rule “${holding.name}”: ${holding.why.join(', ')}`.slice(0, 300)
}
