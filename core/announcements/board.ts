import type { Knex } from 'knex'
import { electionAction } from '../elections/elect-members.ts'
import { staticPages } from '../pages/static-page.ts'
import { policyKinds, policyTitles } from '../policies/policy.ts'
import { listProposals, type Proposal } from '../proposals/proposal.ts'
import { type Announcement, coming } from './announcement.ts'

/** What stands on every page of the site: links to its own pages, and announcements. Read once per process, and again when one changes. */
export interface Board {
  /** Where the policies are, by their titles in English. */
  policies: readonly { title: string; url: string }[]
  links: readonly { title: string; url: string; place: 'footer' | 'menu' }[]
  /** Announcements for this reader, now. `seen` is what their browser says they have put away. */
  announcementsFor(reader: Reader): Shown[]
}

interface Shown {
  id: string
  text: string
  /** Of a text of the site itself, which is translated. */
  values?: Record<string, string>
  link?: string
}

interface Reader {
  isMember: boolean
  now: Date
  seen: string
}

export async function loadBoard(db: Knex, now: Date): Promise<Board> {
  const [pages, announcements, votes, emergencies] = await Promise.all([
    staticPages(db).whereNull('p.removedAt').whereNot('p.place', 'nowhere').limit(50),
    coming(db, now),
    listProposals(db, { states: ['voting', 'published', 'passed'], limit: 8 }),
    emergenciesInForce(db),
  ])
  const links = pages.flatMap(({ title, slug, place }) => (place === 'nowhere' ? [] : [{ title, url: `/pages/${slug}`, place }]))
  const policies = policyKinds.map(kind => ({ title: policyTitles[kind], url: `/${kind}` }))
  return Object.freeze({
    policies,
    links,
    announcementsFor: (reader: Reader) => [
      ...notPutAway(emergencies, reader),
      ...votesFor(votes, reader),
      ...shownTo(announcements, reader),
    ],
  })
}

/** What was done without a vote, for everybody, until it ends. */
async function emergenciesInForce(db: Knex): Promise<Shown[]> {
  const rows: { proposalId: string; title: string }[] = await db('emergencies as e')
    .join('proposals as p', 'p.id', 'e.proposalId')
    .whereNull('e.endedAt')
    .orderBy('e.id', 'desc')
    .limit(3)
    .select('e.proposalId', 'p.title')
  return rows.map(({ proposalId: id, title }) => ({
    id: `${id}e`,
    text: 'An emergency measure is in force: {title}',
    values: { title },
    link: `/governance/proposals/${id}`,
  }))
}

function notPutAway(list: readonly Shown[], { seen }: Pick<Reader, 'seen'>): Shown[] {
  const away = new Set(seen.split('.'))
  return list.filter(({ id }) => !away.has(shortOf(id)))
}

/** Votes that are open, what will be voted about, and what passed and will hold, for members: before a vote opens it stood on every page. */
function votesFor(votes: readonly Proposal[], { isMember, now, seen }: Reader): Shown[] {
  if (!isMember || votes.length === 0) return []
  const shown = votes
    .filter(({ state, dueAt }) => state !== 'voting' || (dueAt ?? '') > now.toISOString())
    .map(proposal => ({ ...announced(proposal), values: { title: proposal.title }, link: `/governance/proposals/${proposal.id}` }))
  return notPutAway(shown, { seen })
}

/** Whoever has put one line away sees the next one of the same proposal again: each has an id of its own. */
function announced({ id, state, decides, action }: Proposal): Pick<Shown, 'id' | 'text'> {
  if (state === 'voting') return { id, text: 'A vote is open: {title}' }
  if (state === 'passed') return { id: `${id}d`, text: 'Decided, and soon in force: {title}' }
  if (action === electionAction) return { id: `${id}b`, text: 'An election comes up, and you can stand: {title}' }
  return {
    id: `${id}b`,
    text: decides === 'silence' ? 'Happens soon unless somebody objects: {title}' : 'You will vote about this: {title}',
  }
}

function shownTo(announcements: readonly Announcement[], { isMember, now, seen }: Reader): Shown[] {
  if (announcements.length === 0) return []
  const at = now.toISOString()
  const away = new Set(seen.split('.'))
  return announcements
    .filter(one => one.fromAt <= at && (one.untilAt === null || one.untilAt > at))
    .filter(one => (isMember || one.audience === 'everybody') && !away.has(shortOf(one.id)))
    .map(({ id, text, link }) => ({ id, text, ...(link && { link }) }))
}

/** The end of an id, for a cookie: its beginning is a time. */
export function shortOf(id: string): string {
  return id.slice(-12)
}
