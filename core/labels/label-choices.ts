import { type Actor, isMember } from '../actor.ts'
import type { Sql } from '../db/select.ts'
import { type LabelName, labelNames } from './label.ts'

/** What a reader wants of things with a label: left out, folded behind its warning, or open below it. */
export type LabelChoice = 'hide' | 'warn' | 'show'

/** What this reader chose for each label: to be warned, unless told. */
export function labelChoices(actor: Actor): Record<LabelName, LabelChoice> {
  const own = isMember(actor) ? (JSON.parse(actor.member.labelChoices ?? '{}') as Partial<Record<LabelName, LabelChoice>>) : {}
  return Object.fromEntries(labelNames.map(name => [name, own[name] ?? 'warn'])) as Record<LabelName, LabelChoice>
}

/** Labels that this reader has left out of what they read. */
export function labelsLeftOut(actor: Actor): LabelName[] {
  if (!isMember(actor) || (actor.member.labelChoices ?? '{}') === '{}') return []
  const choices = labelChoices(actor)
  return labelNames.filter(name => choices[name] === 'hide')
}

/** Leaves entries with these labels out of a list, but for the reader's own. A condition on `entries as e`; none when nothing is left out. */
export function withoutLabelsSql(actor: Actor): Sql | undefined {
  const out = labelsLeftOut(actor)
  if (out.length === 0) return undefined
  return {
    sql: `(e.label is null or e.label not in (${out.map(() => '?').join(', ')}) or e.author_id = ?)`,
    bindings: [...out, actor.id ?? ''],
  }
}
