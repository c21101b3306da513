import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import type { Mail } from '../../../core/notifications/mailer.ts'
import { notificationKinds } from '../../../core/notifications/notification.ts'
import { queueMails } from '../../../core/notifications/queue-mails.ts'
import { castBallot } from '../../../core/proposals/cast-ballot.ts'
import { findProposal } from '../../../core/proposals/proposal.ts'
import { publishProposal } from '../../../core/proposals/publish-proposal.ts'
import { findVote } from '../../../core/proposals/published-vote.ts'
import { unwantProposal } from '../../../core/proposals/unwant-proposal.ts'
import { type Club, makeClub } from '../../../core/testing/make-club.ts'
import { environmentOf, tributary } from '../cli/run-command.ts'

const words = ['What you write is yours, and nobody sells it.', 'Nobody sells what you write, and it is yours for ever.']

function propose(club: Club, proposal: Omit<Parameters<typeof publishProposal>[2], 'sponsors'>, by = 0) {
  return publishProposal(club.site, club.members[by]!, { ...proposal, sponsors: club.members.map(({ id }) => id) })
}

const ranking = {
  title: 'Which terms?',
  action: 'policies.publish',
  input: {},
  options: words.map((text, index) => ({ title: `Text ${index + 1}`, input: { kind: 'terms', text } })),
}

t.test('members rank the ways to do something; the one they chose is done, and anybody counts it anew', async t => {
  const club = await makeClub(t, 6)
  const { site, members } = club
  await t.rejects(propose(club, { ...ranking, options: ranking.options.slice(1) }), { code: 'invalid' })
  const twice = [ranking.options[0]!, ranking.options[0]!]
  await t.rejects(propose(club, { ...ranking, options: twice }), { code: 'invalid' })
  const { id, rules, method, options } = await propose(club, ranking)
  t.match({ method, options }, { method: 'ranked', options: [{ id: '1', changes: [{ path: 'policies.terms' }] }, { id: '2' }] })
  await club.wait(0)
  await club.wait(rules.discussionDays)
  await t.rejects(castBallot(site, members[0]!, { proposalId: id, choice: 'yes' }), { code: 'invalid' })
  await t.rejects(castBallot(site, members[0]!, { proposalId: id, ranks: { 7: 1 } }), { code: 'invalid' })
  for (const [index, member] of members.entries())
    await castBallot(site, member, { proposalId: id, ranks: index < 3 ? { 2: 1, 1: 2, keep: 3 } : { 1: 1, 2: 2, keep: 3 } })
  await castBallot(site, members[0]!, { proposalId: id, ranks: { keep: 1 } })
  await castBallot(site, members[0]!, { proposalId: id, ranks: { 2: 1, 1: 5 } })
  await t.rejects(findVote(site.db, id), /No such result yet/)
  await club.wait(rules.votingDays)
  const { tally, ballots } = await findVote(site.db, id)
  t.match(tally, { method: 'ranked', passed: true, cast: 6, order: [['1', '2'], ['keep']] })
  t.equal(ballots.filter(({ choice }) => choice === '2>1').length, 1, 'the last ballot counts')
  const { winner } = tally as { winner: string }
  const recounted = await tributary(environmentOf(site.config), 'governance', 'recount', `${club.url}/governance/proposals/${id}`)
  t.match(recounted.out, new RegExp(`Chosen: Text ${winner}\\. By lot among Text 1, Text 2[\\s\\S]*those of the ledger`))
  await club.wait(rules.lockDays)
  t.equal((await findProposal(site.db, id)).state, 'executed')
  t.equal(site.lock.valueAt<{ text: string }>('policies.terms', site.now())?.value.text, words[Number(winner) - 1])
  await site.lock.check()
  t.same(site.lock.breach, [])
})

t.test('what stood on the ballots stands fast', async t => {
  const club = await makeClub(t, 5)
  const { id, rules } = await propose(club, ranking)
  await club.wait(0)
  await club.wait(rules.discussionDays)
  for (const member of club.members) await castBallot(club.site, member, { proposalId: id, ranks: { 1: 1, keep: 2 } })
  await club.wait(rules.votingDays)
  const { options } = await findProposal(club.site.db, id)
  const forged = options.map(option => ({ ...option, input: { kind: 'terms', text: 'Everything that you write is ours, for ever.' } }))
  await club.site.db.transaction(trx =>
    trx('proposals')
      .where({ id })
      .update({ options: JSON.stringify(forged) }),
  )
  await club.wait(rules.lockDays)
  t.match(await findProposal(club.site.db, id), { state: 'void', stateReason: /does not say any more/ })
})

t.test('a question is answered by approval, and its answer binds nobody', async t => {
  const club = await makeClub(t, 5)
  const { site, members } = club
  const question = { title: 'Where do we meet?', action: 'poll' }
  await t.rejects(propose(club, { ...question, input: { answers: ['At the weir'] } }), { code: 'invalid' })
  await t.rejects(propose(club, { ...question, input: { answers: ['Here', 'Here '] } }), { code: 'invalid' })
  const { id, rules } = await propose(club, { ...question, input: { answers: ['At the weir', 'In the mill', 'Not at all'] } })
  await club.wait(0)
  await club.wait(rules.discussionDays)
  await castBallot(site, members[0]!, { proposalId: id, approves: ['1', '2'] })
  await castBallot(site, members[1]!, { proposalId: id, approves: ['2'] })
  await castBallot(site, members[2]!, { proposalId: id, approves: [] })
  await club.wait(rules.votingDays)
  const { state, tally } = await findProposal(site.db, id)
  t.match(
    { state, tally },
    { state: 'answered', tally: { cast: 3, elected: ['2'], options: [{ approvals: 1 }, { approvals: 2 }, { approvals: 0 }] } },
  )
  t.match((await tributary(environmentOf(site.config), 'governance', 'recount', id)).out, /In the mill: 2[\s\S]*those of the ledger/)
})

t.test('what happened by silence is taken back when enough of those want it who could have objected', async t => {
  const club = await makeClub(t, 12)
  const { site, members } = club
  const classes = { ...site.lock.charter.classes, 'page.*': 'silence' as const, 'page.restore': 'operations' as const }
  const charter = await propose(club, { title: 'Pages', action: 'charter.change', input: { charter: { ...site.lock.charter, classes } } })
  await club.wait(0)
  await club.wait(charter.rules.discussionDays)
  for (const member of members) await castBallot(site, member, { proposalId: charter.id, choice: 'yes' })
  await club.wait(charter.rules.votingDays)
  await club.wait(charter.rules.lockDays)
  const input = { slug: 'about', title: 'About', body: 'About us.', place: 'footer' }
  const { id, decides } = await propose(club, { title: 'A page', action: 'page.publish', input })
  t.equal(decides, 'silence')
  await t.rejects(unwantProposal(site, members[1]!, { proposalId: id }), /any more/, 'nothing happened yet')
  await club.wait(2)
  t.equal((await findProposal(site.db, id)).state, 'executed')
  await t.rejects(unwantProposal(site, visitor, { proposalId: id }), /Only members/)
  t.same(await unwantProposal(site, members[1]!, { proposalId: id }), { left: 1 })
  t.same(await unwantProposal(site, members[1]!, { proposalId: id }), { left: 1 }, 'once each')
  t.same(await unwantProposal(site, members[2]!, { proposalId: id }), { left: 0 })
  t.equal((await findProposal(site.db, id)).state, 'undone')
  t.ok((await site.db('pages').where({ slug: 'about' }).first('removedAt')).removedAt)
  await t.rejects(unwantProposal(site, members[3]!, { proposalId: id }), /any more/)
})

t.test('everybody is written to before a vote opens, whatever they switched off, with the last line of the ledger', async t => {
  const club = await makeClub(t, 5)
  const { site } = club
  const mails: Mail[] = []
  Object.defineProperty(site, 'mailer', { value: { enabled: true, send: async (mail: Mail) => mails.push(mail) } })
  const mailOff = JSON.stringify(notificationKinds.filter(kind => kind !== 'vote' && kind !== 'policy'))
  await site.db.transaction(async trx => {
    for (const { id } of club.members)
      await trx('members')
        .where({ id })
        .update({ email: `${id}@example.org`, mailOff })
  })
  const { id, rules } = await propose(club, { title: 'Terms', action: 'policies.publish', input: { kind: 'terms', text: words[0] } })
  await club.wait(0)
  await club.wait(1)
  await queueMails(site)
  await site.jobs.drained()
  t.equal(mails.length, 5)
  const { seq, hash } = site.lock.head
  for (const { text } of mails) t.match(text, new RegExp(`Proposed, to be discussed until[^]*proposals/${id}[^]*${seq}:${hash}`))
  await club.wait(rules.discussionDays)
  await club.wait(1)
  await queueMails(site)
  await site.jobs.drained()
  t.equal(mails.length, 5, 'of later steps only who wants to hear')
})

t.test('a site that cannot write to its members gives them longer to learn of it', async t => {
  const club = await makeClub(t, 5, { isMute: true })
  const { id, rules } = await propose(club, { title: 'Terms', action: 'policies.publish', input: { kind: 'terms', text: words[0] } })
  t.equal(rules.discussionDays, 21)
  await club.wait(0)
  await club.wait(14)
  t.equal((await findProposal(club.site.db, id)).state, 'published')
  await club.wait(7)
  t.equal((await findProposal(club.site.db, id)).state, 'voting')
})
