import type { Subject } from 'core/api'
import type { Case } from '../cases/case.ts'

/** An action of the site, by name and input. */
export interface Deed {
  name: string
  input: Record<string, unknown>
}

/** So many sites to which it leads are offered for a ban. */
const mostLinks = 3

/** What a step has to know of a case to say whether it fits. */
export type Fitting = Pick<Case, 'kind' | 'subjectKind' | 'memberHandle' | 'subjectId' | 'evidence'>

/** One thing that a decision can do. */
export interface Step {
  id: string
  label: string
  /** The key that chooses it in the queue. */
  key: string
  /** Whether it is about the member and not about what was said. */
  aboutMember?: true
  /** How long it holds is said with it. */
  takesDays?: true
  /** The site ends it by itself when its days are over. */
  endsAlone?: true
  fits(one: Fitting): boolean
  deed(of: StepTarget): Deed
  /** Where the action itself does not say what takes it back. */
  undo?(of: StepTarget): Deed
}

export interface StepTarget {
  subjectKind: Subject['kind']
  subjectId: string
  handle: string
  /** 0 for no end. */
  days: number
  rule: string
  label: string
}

const about = ({ handle, rule }: StepTarget): Record<string, unknown> => ({ handle, ...(rule && { rule: rule.slice(0, 300) }) })
const during = (of: StepTarget): Record<string, unknown> => ({ ...about(of), ...(of.days > 0 && { days: of.days }) })
const hasMember = ({ memberHandle, kind }: Fitting): boolean => memberHandle !== null && kind !== 'sign-up'
const isSaid = ({ kind, subjectKind }: Fitting): boolean => kind !== 'held' && (subjectKind === 'entry' || subjectKind === 'comment')
const isEntry = (one: Fitting): boolean => isSaid(one) && one.subjectKind === 'entry'

/** What a decision can do, in the order in which it is offered. Those whose action the site does not have are left out. */
const steps: readonly Step[] = [
  {
    id: 'remove',
    label: 'Remove it',
    key: 'r',
    takesDays: true,
    fits: isSaid,
    deed: ({ subjectKind, subjectId }) => ({ name: `${subjectKind}.remove`, input: { id: subjectId } }),
  },
  {
    id: 'hide',
    label: 'Hide it from others',
    key: 'h',
    takesDays: true,
    fits: isEntry,
    deed: ({ subjectId }) => ({ name: 'entry.hide', input: { id: subjectId } }),
  },
  {
    id: 'ask-edit',
    label: 'Hide it until it is edited',
    key: 'e',
    // What came in from elsewhere is edited there.
    fits: one => isEntry(one) && !(JSON.parse(one.evidence) as Partial<Subject>).isImported,
    deed: ({ subjectId }) => ({ name: 'entry.hide', input: { id: subjectId } }),
  },
  {
    id: 'lock',
    label: 'Close its comments',
    key: 'l',
    takesDays: true,
    fits: isEntry,
    deed: ({ subjectId }) => ({ name: 'entry.lock-comments', input: { id: subjectId } }),
  },
  {
    id: 'blur',
    label: 'Put a warning before it',
    key: 'b',
    takesDays: true,
    fits: isSaid,
    deed: ({ subjectKind, subjectId, label }) => ({ name: `${subjectKind}.label`, input: { id: subjectId, label } }),
  },
  {
    id: 'refuse',
    label: 'Refuse it',
    key: 'r',
    fits: ({ kind }) => kind === 'held',
    deed: ({ subjectKind, subjectId }) => ({ name: `${subjectKind}.refuse`, input: { id: subjectId } }),
    undo: ({ subjectKind, subjectId }) => ({ name: `${subjectKind}.restore`, input: { id: subjectId } }),
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
  },
  {
    id: 'silence',
    label: 'Silence the member',
    key: 's',
    aboutMember: true,
    endsAlone: true,
    takesDays: true,
    fits: hasMember,
    deed: of => ({ name: 'member.silence', input: during(of) }),
  },
  {
    id: 'suspend',
    label: 'Suspend the member',
    key: 'u',
    aboutMember: true,
    endsAlone: true,
    takesDays: true,
    fits: hasMember,
    deed: of => ({ name: 'member.suspend', input: during(of) }),
  },
  {
    id: 'remove-member',
    label: 'Remove the member',
    key: 'm',
    aboutMember: true,
    fits: hasMember,
    deed: of => ({ name: 'member.remove', input: about(of) }),
  },
  banStep('address', 'Ban their addresses', 'i'),
  banStep('email', 'Ban their e-mail domain', 'd'),
]

/** Shuts out where a member came from; whoever else comes from there, too. */
function banStep(kind: 'address' | 'email', label: string, key: string): Step {
  return {
    ...{ id: `ban-${kind}`, label, key },
    aboutMember: true,
    takesDays: true,
    endsAlone: true,
    fits: ({ memberHandle }) => memberHandle !== null,
    deed: ({ handle, rule, days }) => banOf({ kind, member: handle }, rule, days),
  }
}

function banOf(what: Record<string, string>, rule: string, days: number): Deed {
  return { name: 'ban.add', input: { ...what, ...(rule && { rule: rule.slice(0, 300) }), ...(days > 0 && { days }) } }
}

/** Bans of the sites to which it leads: `ban-link:` with the domain. */
function linkSteps({ evidence }: Fitting): Step[] {
  const { links = [], link } = JSON.parse(evidence) as Partial<Subject>
  const hosts = [...new Set([link ?? '', ...links].map(hostOf))].filter(Boolean).slice(0, mostLinks)
  return hosts.map(host => ({
    ...{ id: `ban-link:${host}`, label: `Ban links to ${host}`, key: '' },
    takesDays: true,
    endsAlone: true,
    fits: () => true,
    deed: ({ rule, days }) => banOf({ kind: 'link', value: host }, rule, days),
  }))
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : ''
}

/** What can be done with each picture and file: `cover:` and `take-out:` with its id. */
function uploadSteps({ kind, subjectKind, evidence }: Fitting): Step[] {
  if (kind === 'held' || subjectKind !== 'entry') return []
  const { uploads = [] } = JSON.parse(evidence) as Partial<Subject>
  return uploads.flatMap(({ id, isPicture }) => [
    ...(isPicture ? [uploadStep('cover', 'upload.blur', 'Cover it', id)] : []),
    uploadStep('take-out', 'upload.withhold', 'Take it out', id),
  ])
}

function uploadStep(what: string, name: string, label: string, id: string): Step {
  return { id: `${what}:${id}`, label, key: '', takesDays: true, fits: () => true, deed: () => ({ name, input: { id } }) }
}

/** What keeping means where something waits for it. */
export function deedOfKeeping({ kind, subjectKind, subjectId, memberHandle }: Case): Deed | undefined {
  if (kind === 'held') return { name: `${subjectKind}.release`, input: { id: subjectId } }
  if (kind === 'edited') return { name: 'entry.show', input: { id: subjectId } }
  return kind === 'sign-up' && memberHandle ? { name: 'member.approve', input: { handle: memberHandle } } : undefined
}

/** Steps that fit a case and that the site can do. */
export function stepsFor(one: Fitting, known: ReadonlySet<string>): Step[] {
  const { subjectKind, subjectId, memberHandle } = one
  const target = { subjectKind, subjectId, handle: memberHandle ?? '', days: 1, rule: '', label: 'other' }
  return [...steps, ...uploadSteps(one), ...linkSteps(one)].filter(step => step.fits(one) && known.has(step.deed(target).name))
}
