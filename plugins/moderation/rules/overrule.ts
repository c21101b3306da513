import type { Subject } from 'core/api'
import type { World } from '../moderation.ts'

/** A moderator decided that something stays as it is: what rules did about it is taken back. */
export async function overrule(world: World, { subjectKind, subjectId, memberId }: Overruled): Promise<void> {
  const { host, tables } = world
  const hits = await tables<Hit>('moderation_hits')
    .where({ subjectKind, subjectId })
    .whereIn('outcome', ['label', 'limit'])
    .select('ruleName', 'outcome')
  if (hits.some(({ outcome }) => outcome === 'label') && (subjectKind === 'entry' || subjectKind === 'comment'))
    await host.act(`${subjectKind}.label`, { id: subjectId }, { reason: 'A moderator looked at it: it is fine.' })
  const names = hits.filter(({ outcome }) => outcome === 'limit').map(({ ruleName }) => ruleName)
  if (memberId && names.length > 0)
    await tables.transaction(trx => trx('moderation_limits').where({ memberId }).whereIn('ruleName', names).delete())
}

interface Overruled {
  subjectKind: Subject['kind']
  subjectId: string
  memberId: string | null
}

interface Hit {
  subjectKind: string
  subjectId: string
  ruleName: string
  outcome: string
}
