import type { Subject } from 'core/api'
import type { Case } from '../cases/case.ts'

/** An action of the site, by name and input. */
export interface Deed {
  name: string
  input: Record<string, unknown>
}

/** One thing that a decision can do. */
export interface Step {
  id: string
  label: string
  /** The key that chooses it in the queue. */
  key: string
  /** Whether it is about the member and not about what was said. */
  aboutMember?: true
  /** How long it holds is part of it. */
  takesDays?: true
  fits(one: Pick<Case, 'kind' | 'subjectKind' | 'memberHandle'>): boolean
  deed(of: StepTarget): Deed
  undo?(of: StepTarget): Deed
}

export interface StepTarget {
  subjectKind: Subject['kind']
  subjectId: string
  handle: string
  days: number
  rule: string
}

const about = ({ handle, rule }: StepTarget): Record<string, unknown> => ({ handle, ...(rule && { rule: rule.slice(0, 300) }) })
const hasMember = ({ memberHandle, kind }: Pick<Case, 'kind' | 'memberHandle'>): boolean => memberHandle !== null && kind !== 'sign-up'
const lift =
  (kind: string) =>
  ({ handle }: StepTarget): Deed => ({ name: 'member.lift', input: { handle, kind } })
const isSaid = ({ kind, subjectKind }: Pick<Case, 'kind' | 'subjectKind'>): boolean =>
  kind !== 'held' && (subjectKind === 'entry' || subjectKind === 'comment')

/** What a decision can do, in the order in which it is offered. Those whose action the site does not have are left out. */
export const steps: readonly Step[] = [
  {
    id: 'remove',
    label: 'Remove it',
    key: 'r',
    fits: isSaid,
    deed: ({ subjectKind, subjectId }) => ({ name: `${subjectKind}.remove`, input: { id: subjectId } }),
    undo: ({ subjectKind, subjectId }) => ({ name: `${subjectKind}.restore`, input: { id: subjectId } }),
  },
  {
    id: 'hide',
    label: 'Hide it from others',
    key: 'h',
    fits: one => isSaid(one) && one.subjectKind === 'entry',
    deed: ({ subjectId }) => ({ name: 'entry.hide', input: { id: subjectId } }),
    undo: ({ subjectId }) => ({ name: 'entry.show', input: { id: subjectId } }),
  },
  {
    id: 'lock',
    label: 'Close its comments',
    key: 'l',
    fits: one => isSaid(one) && one.subjectKind === 'entry',
    deed: ({ subjectId }) => ({ name: 'entry.lock-comments', input: { id: subjectId } }),
    undo: ({ subjectId }) => ({ name: 'entry.unlock-comments', input: { id: subjectId } }),
  },
  {
    id: 'blur',
    label: 'Warn of what is in it',
    key: 'b',
    fits: isSaid,
    deed: ({ subjectKind, subjectId }) => ({ name: `${subjectKind}.label`, input: { id: subjectId, label: 'sensitive' } }),
    undo: ({ subjectKind, subjectId }) => ({ name: `${subjectKind}.label`, input: { id: subjectId } }),
  },
  {
    id: 'refuse',
    label: 'Refuse it',
    key: 'r',
    fits: ({ kind }) => kind === 'held',
    deed: ({ subjectKind, subjectId }) => ({ name: `${subjectKind}.refuse`, input: { id: subjectId } }),
  },
  {
    id: 'refuse-member',
    label: 'Refuse the sign-up',
    key: 'r',
    fits: ({ kind }) => kind === 'sign-up',
    deed: ({ handle }) => ({ name: 'member.refuse', input: { handle } }),
  },
  {
    id: 'warn',
    label: 'Warn the member',
    key: 'w',
    aboutMember: true,
    fits: hasMember,
    deed: of => ({ name: 'member.warn', input: about(of) }),
    undo: lift('warning'),
  },
  {
    id: 'silence',
    label: 'Silence the member',
    key: 's',
    aboutMember: true,
    takesDays: true,
    fits: hasMember,
    deed: of => ({ name: 'member.silence', input: { ...about(of), days: of.days } }),
    undo: lift('silence'),
  },
  {
    id: 'suspend',
    label: 'Suspend the member',
    key: 'u',
    aboutMember: true,
    takesDays: true,
    fits: hasMember,
    deed: of => ({ name: 'member.suspend', input: { ...about(of), days: of.days } }),
    undo: lift('suspension'),
  },
  {
    id: 'remove-member',
    label: 'Remove the member',
    key: 'm',
    aboutMember: true,
    fits: hasMember,
    deed: of => ({ name: 'member.remove', input: about(of) }),
    undo: lift('removal'),
  },
]

/** What keeping means where something waits for it. */
export function deedOfKeeping({ kind, subjectKind, subjectId, memberHandle }: Case): Deed | undefined {
  if (kind === 'held') return { name: `${subjectKind}.release`, input: { id: subjectId } }
  return kind === 'sign-up' && memberHandle ? { name: 'member.approve', input: { handle: memberHandle } } : undefined
}

/** Steps that fit a case and that the site can do. */
export function stepsFor(one: Pick<Case, 'kind' | 'subjectKind' | 'memberHandle' | 'subjectId'>, known: ReadonlySet<string>): Step[] {
  const target = { subjectKind: one.subjectKind, subjectId: one.subjectId, handle: one.memberHandle ?? '', days: 1, rule: '' }
  return steps.filter(step => step.fits(one) && known.has(step.deed(target).name))
}
