import { type MemberActor, system } from '../actor.ts'
import { endDueTerms } from '../elections/end-due-terms.ts'
import { openDueElections } from '../elections/open-due-elections.ts'
import { endFounding } from '../lock/end-founding.ts'
import { advanceProposals } from '../proposals/advance-proposals.ts'
import type { Running } from '../serve.ts'
import { Browser } from './browse.ts'
import { makeClock } from './make-clock.ts'
import { makeMember, signInAs } from './make-member.ts'
import { type MakeOptions, makeServedSite, type Teardown } from './make-site.ts'

const day = 86_400_000
const names = ['ann', 'bob', 'cem', 'dita', 'eva', 'finn', 'gul', 'hal', 'ivo', 'joe', 'kim', 'lou', 'mia', 'noa', 'ole', 'pia']

export interface Club extends Running {
  members: MemberActor[]
  /** One for each member, signed in. */
  browsers: Browser[]
  /** Lets days go by, everybody being here, and the site do what is due, as its schedule would. */
  wait(days: number): Promise<void>
  now(): Date
}

interface ClubOptions extends MakeOptions {
  /** Founding goes on. */
  isFounding?: boolean
  /** The site cannot write to anybody. Usually it can, and its mail goes nowhere. */
  isMute?: boolean
}

/** A site for tests of deciding: all its members can vote, the first is an admin, and time is in the hands of the test. */
export async function makeClub(
  t: Teardown,
  size: number,
  { isFounding = false, isMute = false, ...options }: ClubOptions = {},
): Promise<Club> {
  const clock = makeClock('2026-03-01T12:00:00.000Z')
  const running = await makeServedSite(t, { now: clock.now, ...options })
  const { site, url } = running
  if (!isMute) Object.defineProperty(site, 'mailer', { value: { enabled: true, send: async () => {} } })
  const members: MemberActor[] = []
  for (const name of names.slice(0, size)) members.push(await makeMember(site, name, members.length === 0 ? { role: 'admin' } : {}))
  const browsers = members.map(() => new Browser(url))
  const settle = async (): Promise<void> => {
    await rememberDays(running, members)
    for (const [index, member] of members.entries()) await signInAs(site, browsers[index]!, member)
    await site.jobs.drained()
    await endDueTerms(site)
    await openDueElections(site)
    await advanceProposals(site)
    await site.jobs.drained()
    await running.refresh()
  }
  clock.tick(100 * day)
  await settle()
  if (!isFounding) await endFounding(site, system)
  return {
    ...running,
    members,
    browsers,
    now: clock.now,
    async wait(days) {
      clock.tick(days * day)
      await settle()
    },
  }
}

async function rememberDays({ site }: Running, members: readonly MemberActor[]): Promise<void> {
  const days = Array.from({ length: 8 }, (_, index) => new Date(site.now().getTime() - index * day).toISOString().slice(0, 10))
  const rows = members.flatMap(({ id: memberId }) => days.map(one => ({ memberId, day: one })))
  await site.db.transaction(trx => trx('active_days').insert(rows).onConflict().ignore())
}
