import t from 'tap'
import { type MemberActor, system, visitor } from '../../../core/actor.ts'
import { endFounding } from '../../../core/lock/end-founding.ts'
import { readLedger } from '../../../core/lock/ledger.ts'
import type { Choice } from '../../../core/lock/tally.ts'
import { advanceProposals } from '../../../core/proposals/advance-proposals.ts'
import { amendProposal } from '../../../core/proposals/amend-proposal.ts'
import { castBallot, listBallots } from '../../../core/proposals/cast-ballot.ts'
import { executeProposal } from '../../../core/proposals/execute-proposal.ts'
import { noticeProposal } from '../../../core/proposals/notice-proposal.ts'
import { objectToProposal } from '../../../core/proposals/object-to-proposal.ts'
import { findProposal } from '../../../core/proposals/proposal.ts'
import { publishProposal } from '../../../core/proposals/publish-proposal.ts'
import type { Site } from '../../../core/site.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite, type Teardown } from '../../../core/testing/make-site.ts'

const day = 86_400_000
const text = 'What you write is yours, and nobody sells it. The members say so.'
const names = ['ann', 'bob', 'cem', 'dita', 'eva', 'finn', 'gul', 'hal', 'ivo', 'jo1', 'kim', 'lou', 'mia', 'noa', 'ole', 'pia']

/** A club whose members can all vote, with founding over. */
async function makeClub(t: Teardown, size: number) {
  const clock = makeClock('2026-03-01T12:00:00.000Z')
  const site = await makeSite(t, { now: clock.now })
  const members: MemberActor[] = []
  for (const name of names.slice(0, size)) members.push(await makeMember(site, name, members.length === 0 ? { role: 'admin' } : {}))
  clock.tick(100 * day)
  await stayActive(site)
  await endFounding(site, system)
  return { site, members, clock }
}

async function stayActive(site: Site): Promise<void> {
  const ids: string[] = await site.db('members').pluck('id')
  const days = Array.from({ length: 8 }, (_, index) => new Date(site.now().getTime() - index * day).toISOString().slice(0, 10))
  await site.db.transaction(async trx => {
    for (const memberId of ids) for (const one of days) await trx('active_days').insert({ memberId, day: one }).onConflict().ignore()
  })
}

type Club = Awaited<ReturnType<typeof makeClub>>

/** Publishes, tells, discusses, and opens the vote. */
async function putToVote(
  { site, members, clock }: Club,
  action = 'policies.publish',
  input: Record<string, unknown> = { kind: 'terms', text },
) {
  const sponsors = members.map(({ id }) => id)
  const proposal = await publishProposal(site, members[0]!, { title: 'Say it clearly', action, input, sponsors })
  await noticeProposal(site, proposal.id)
  clock.tick(proposal.rules.discussionDays * day)
  await advanceProposals(site)
  return findProposal(site.db, proposal.id)
}

async function vote({ site, members }: Club, proposalId: string, choices: readonly Choice[]): Promise<void> {
  for (const [index, choice] of choices.entries()) await castBallot(site, members[index]!, { proposalId, choice })
}

const times = (count: number, choice: Choice): Choice[] => Array.from({ length: count }, () => choice)

t.test('a locked text changes by a vote, in its time, and everything stands in the ledger', async t => {
  const club = await makeClub(t, 16)
  const { site, members, clock } = club
  const { id, rules, electors, state } = await putToVote(club)
  t.equal(state, 'voting')
  t.equal(electors, 16)
  await vote(club, id, [...times(8, 'yes'), 'no', 'abstain'])
  await castBallot(site, members[8]!, { proposalId: id, choice: 'yes' })
  t.equal((await listBallots(site.db, id)).length, 10, 'the last ballot counts')
  clock.tick(rules.votingDays * day)
  await advanceProposals(site)
  const passed = await findProposal(site.db, id)
  t.match(passed, { state: 'passed', tally: { yes: 9, no: 0, abstain: 1, electors: 16, quorum: 6, passed: true } })
  const kept: { memberId: string | null }[] = await site.db('ballots').where({ proposalId: id }).select('memberId')
  t.strictSame(
    kept.filter(({ memberId }) => memberId !== null),
    [],
    'nobody can say who voted what',
  )

  clock.tick((rules.lockDays - 1) * day)
  await advanceProposals(site)
  t.not(site.lock.valueAt<{ text: string }>('policies.terms', site.now())?.value.text, text, 'not before its day')
  clock.tick(day)
  await Promise.all([advanceProposals(site), executeProposal(site, id), advanceProposals(site)])
  t.equal(site.lock.valueAt<{ text: string }>('policies.terms', site.now())?.value.text, text)
  t.equal((await findProposal(site.db, id)).state, 'executed')
  await advanceProposals(site)
  await Promise.all([executeProposal(site, id), executeProposal(site, id)])

  const lines = (await readLedger(site.db)).filter(line => line.proposal === id)
  t.same(
    lines.map(({ type }) => type),
    ['proposal.published', 'proposal.opened', 'proposal.closed', 'value', 'act', 'proposal.executed'],
    'once',
  )
  await site.lock.check()
  t.same(site.lock.breach, [])
})

t.test('too few, and exactly enough', async t => {
  const club = await makeClub(t, 16)
  const outcomes: [Choice[], boolean][] = [
    [times(5, 'yes'), false],
    [[...times(6, 'yes'), ...times(3, 'no')], true],
    [[...times(6, 'yes'), ...times(4, 'no')], false],
    [[...times(6, 'yes'), ...times(3, 'no'), ...times(5, 'abstain')], true],
  ]
  for (const [index, [choices, passes]] of outcomes.entries()) {
    const { id, rules } = await putToVote(club, 'policies.publish', { kind: 'terms', text: `${text} ${index}` })
    await vote(club, id, choices)
    club.clock.tick(rules.votingDays * day)
    await advanceProposals(club.site)
    t.equal((await findProposal(club.site.db, id)).state, passes ? 'passed' : 'failed', choices.join(' '))
    await stayActive(club.site)
  }
})

t.test('who can vote is settled when it is published', async t => {
  const club = await makeClub(t, 5)
  const { site, members } = club
  const newcomer = await makeMember(site, 'newcomer')
  const { id } = await putToVote(club)
  await stayActive(site)
  await t.rejects(castBallot(site, newcomer, { proposalId: id, choice: 'no' }), /you could not vote then/)
  await t.rejects(castBallot(site, visitor, { proposalId: id, choice: 'no' }), /Only members vote/)
  await t.rejects(castBallot(site, system, { proposalId: id, choice: 'no' }), /Only members vote/)
  await t.rejects(castBallot(site, members[0]!, { proposalId: id, choice: 'maybe' as 'yes' }), { code: 'invalid' })
  await t.rejects(castBallot(site, members[0]!, { proposalId: 'none', choice: 'yes' }), /No such proposal/)
})

t.test('no vote begins before everybody was told, and none after its time', async t => {
  const { site, members, clock } = await makeClub(t, 5)
  const { id, rules } = await publishProposal(site, members[0]!, {
    title: 'Untold',
    action: 'policies.publish',
    input: { kind: 'terms', text },
    sponsors: members.map(member => member.id),
  })
  clock.tick(rules.discussionDays * day)
  await advanceProposals(site)
  t.equal((await findProposal(site.db, id)).state, 'published')
  await t.rejects(castBallot(site, members[0]!, { proposalId: id, choice: 'yes' }), /has not begun/)
  await noticeProposal(site, id)
  await advanceProposals(site)
  await castBallot(site, members[0]!, { proposalId: id, choice: 'yes' })
  const told: object[] = await site.db('notifications').where('about', 'like', `%proposal:${id}`)
  t.equal(told.length, 5)
  clock.tick(rules.votingDays * day)
  await t.rejects(castBallot(site, members[1]!, { proposalId: id, choice: 'yes' }), /over/)
})

t.test('what was voted about is what is done, or nothing', async t => {
  const passed = async (club: Club, input?: Record<string, unknown>) => {
    const { id, rules } = await putToVote(club, 'policies.publish', input)
    await vote(club, id, times(5, 'yes'))
    club.clock.tick(rules.votingDays * day)
    await advanceProposals(club.site)
    return { id, rules }
  }
  const afterwards = async ({ site, clock }: Club, { id, rules }: Awaited<ReturnType<typeof passed>>, extraDays = 0) => {
    clock.tick((rules.lockDays + extraDays) * day)
    await advanceProposals(site)
    return findProposal(site.db, id)
  }
  t.test('another text', async t => {
    const club = await makeClub(t, 5)
    const proposal = await passed(club)
    const forged = JSON.stringify({ kind: 'terms', text: 'Everything that you write is ours, for ever.' })
    await club.site.db.transaction(trx => trx('proposals').where({ id: proposal.id }).update({ input: forged }))
    t.match(await afterwards(club, proposal), { state: 'void', stateReason: /does not say any more/ })
  })
  t.test('other ballots', async t => {
    const club = await makeClub(t, 5)
    const proposal = await passed(club)
    await club.site.db.transaction(trx => trx('ballots').where({ proposalId: proposal.id }).update({ choice: 'abstain' }))
    t.match(await afterwards(club, proposal), { state: 'void', stateReason: /ballots are not those/ })
  })
  t.test('other rules', async t => {
    const club = await makeClub(t, 5)
    const proposal = await passed(club)
    await club.site.db.transaction(trx => trx('proposals').where({ id: proposal.id }).update({ electors: 4 }))
    t.match(await afterwards(club, proposal), { state: 'void', stateReason: /rules are not those/ })
  })
  t.test('too late', async t => {
    const club = await makeClub(t, 5)
    t.match(await afterwards(club, await passed(club), 15), { state: 'void', stateReason: /in time/ })
  })
  t.test('two that do not fit together', async t => {
    const club = await makeClub(t, 5)
    const [one, two] = [
      await passed(club),
      await passed({ ...club, members: [...club.members.slice(1), club.members[0]!] }, { kind: 'terms', text: `${text} Twice.` }),
    ]
    t.equal((await afterwards(club, one)).state, 'executed')
    t.match(await afterwards(club, two), { state: 'void', stateReason: /has been changed since/ })
  })
})

t.test('small clubs need everybody', async t => {
  for (const size of [1, 2, 4]) {
    const club = await makeClub(t, size)
    const { id, rules } = await putToVote(club)
    await vote(club, id, times(size, 'yes'))
    club.clock.tick(rules.votingDays * day)
    await advanceProposals(club.site)
    t.match(await findProposal(club.site.db, id), { state: 'passed', tally: { unanimous: true, quorum: size } }, `${size} of ${size}`)
  }
  const club = await makeClub(t, 4)
  const { id, rules } = await putToVote(club)
  await vote(club, id, times(3, 'yes'))
  club.clock.tick(rules.votingDays * day)
  await advanceProposals(club.site)
  t.equal((await findProposal(club.site.db, id)).state, 'failed', '3 of 4')
})

t.test('who proposes, amends, and again', async t => {
  const { site, members, clock } = await makeClub(t, 12)
  const [ann, bob] = members as [MemberActor, MemberActor]
  const sponsors = members.map(({ id }) => id)
  const wanted = { title: 'Say it clearly', action: 'policies.publish', input: { kind: 'terms', text }, sponsors }
  await t.rejects(publishProposal(site, visitor, wanted), /Only members propose/)
  await t.rejects(publishProposal(site, ann, { ...wanted, sponsors: [] }), /support of 4 members/)
  await t.rejects(publishProposal(site, ann, { ...wanted, action: 'policies.burn' }), /no action called/)
  await t.rejects(publishProposal(site, ann, { ...wanted, input: { kind: 'terms', text: 'Short.' } }), /at least 20/)
  const name = { action: 'announcement.publish', input: { text: 'Hello' } }
  await t.rejects(publishProposal(site, ann, { ...wanted, ...name }), /no vote is needed/i)
  const proposal = await publishProposal(site, ann, wanted)
  await t.rejects(publishProposal(site, bob, wanted), /proposed already/)
  await t.rejects(publishProposal(site, ann, { ...wanted, input: { kind: 'rules', text } }), /a proposal that is open/)
  const amendment = { proposalId: proposal.id, input: { kind: 'terms', text: `${text} Amended.` } }
  await t.rejects(amendProposal(site, bob, amendment), /Only who proposed it/)
  clock.tick(10 * day)
  const amended = await amendProposal(site, ann, amendment)
  t.equal(amended.dueAt, new Date(site.now().getTime() + 21 * day).toISOString(), 'the discussion begins anew; without mail it is longer')
  await noticeProposal(site, proposal.id)
  clock.tick(21 * day)
  await advanceProposals(site)
  await t.rejects(amendProposal(site, ann, { proposalId: proposal.id, input: { kind: 'terms', text } }), /stands fast/)
})

t.test('what can be taken back happens when nobody objects', async t => {
  const club = await makeClub(t, 5)
  const { site, members, clock } = club
  const [ann, bob] = members as [MemberActor, MemberActor]
  const classes = { 'page.publish': 'silence' as const }
  const { id, rules } = await putToVote(club, 'charter.change', { charter: { ...site.lock.charter, classes } })
  await vote(club, id, times(5, 'yes'))
  clock.tick(rules.votingDays * day)
  await advanceProposals(site)
  clock.tick(rules.lockDays * day)
  await advanceProposals(site)
  t.equal(site.lock.charter.classes['page.publish'], 'silence')
  await stayActive(site)

  const page = (slug: string) => {
    const input = { slug, title: slug, body: 'About us.', place: 'footer' }
    return { title: `The page ${slug}`, action: 'page.publish', input, sponsors: [ann.id, bob.id] }
  }
  const quiet = await publishProposal(site, ann, page('about'))
  const loud = await publishProposal(site, bob, page('imprint'))
  await objectToProposal(site, ann, { proposalId: loud.id })
  await t.rejects(objectToProposal(site, visitor, { proposalId: quiet.id }), /Only members/)
  clock.tick(2 * day)
  await advanceProposals(site)
  t.equal((await findProposal(site.db, quiet.id)).state, 'executed')
  t.match(await findProposal(site.db, loud.id), { state: 'published', decides: 'ballot' })
  t.equal((await site.db('pages').where({ slug: 'about' })).length, 1)
  t.equal((await site.db('pages').where({ slug: 'imprint' })).length, 0)
})

t.test('what several do in the same moment is done once, and an objection counts until the last', async t => {
  const club = await makeClub(t, 5)
  const { site, members, clock } = club
  const { id, rules } = await putToVote(club)
  await vote(club, id, times(5, 'yes'))
  clock.tick(rules.votingDays * day)
  await Promise.all([1, 2, 3].map(() => advanceProposals(site)))
  const closed = (await readLedger(site.db)).filter(({ type, proposal }) => type === 'proposal.closed' && proposal === id)
  t.equal(closed.length, 1, 'the vote closes once')

  await stayActive(site)
  const page = (slug: string, member: MemberActor) =>
    publishProposal(site, member, {
      ...{ title: `The page ${slug}`, action: 'page.publish', sponsors: members.map(({ id }) => id) },
      input: { slug, title: slug, body: 'About us.', place: 'footer' },
    })
  const pages = [await page('about', members[0]!), await page('imprint', members[1]!), await page('help', members[2]!)]
  await Promise.all(pages.slice(1).map(({ id: proposalId }) => objectToProposal(site, members[3]!, { proposalId })))
  clock.tick(2 * day)
  const proposalId = pages[0]!.id
  // Everything was checked, and nothing is done yet.
  const { transaction } = site.db
  const late = new Proxy(site.db, {
    get: (db, key) =>
      key === 'transaction'
        ? async (run: never) => {
            await objectToProposal(site, members[3]!, { proposalId })
            return transaction(run)
          }
        : Reflect.get(db, key),
  })
  await executeProposal(new Proxy(site, { get: (it, key) => (key === 'db' ? late : Reflect.get(it, key)) }), proposalId)
  for (const { id } of pages) t.match(await findProposal(site.db, id), { state: 'published', decides: 'ballot' })
  t.equal((await site.db('pages').where({ slug: 'about' })).length, 0)
  t.equal((await site.lock.check(), site.lock.breach.length), 0)
})
