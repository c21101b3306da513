import type { Subject } from 'core/api'
import type { World } from '../moderation.ts'
import { addSignal } from './add-signal.ts'

interface Pointed {
  source: string
  reason: string
  rule?: number
  weight?: number
  kind?: string
}

/** Opens a case, or adds to the one that is open: for plugins that find something. Throws when the subject is not there. */
export async function point(world: World, subject: Pick<Subject, 'kind' | 'id'>, signal: Pointed): Promise<string> {
  const found = await world.host.subjects.find(subject.kind, subject.id)
  if (!found) throw new Error(`There is no ${subject.kind} ${subject.id}.`)
  const { source, reason, rule = null, weight = 5, kind = 'rule' } = signal
  return addSignal(world, found, {
    kind,
    source: 'plugin',
    sourceId: source,
    sourceName: source,
    reason,
    rule,
    weight: Math.max(1, Math.min(20, weight)),
  })
}
