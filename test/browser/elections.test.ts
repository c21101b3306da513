import t from 'tap'
import { actInEmergency } from '../../core/emergencies/act-in-emergency.ts'
import { castBallot } from '../../core/proposals/cast-ballot.ts'
import { findProposal } from '../../core/proposals/proposal.ts'
import { makeClub } from '../../core/testing/make-club.ts'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { barriersOf } from './barriers-of.ts'
import { openBrowser, openPage, openWindow, signInWindow } from './open-browser.ts'

const terms = [
  'What you write is yours, and nobody sells it.',
  'What you write is yours. Nobody sells it, and who leaves takes it along, with all that others said about it.',
]

if (suiteNeeds(t, 'chromium')) {
  t.test('ways are drafted and ranked, somebody stands and is elected, a question is answered: without scripts, by keyboard', async t => {
    const club = await makeClub(t, 6)
    const { site, members, url } = club
    const browser = await openBrowser(t)
    const [window, plain] = [await openWindow(browser, url), await browser.newContext({ baseURL: url, javaScriptEnabled: false })]
    t.teardown(() => plain.close())
    const { page: ann, problems } = await openPage(window)
    const bob = await plain.newPage()
    const wait = async (days: number): Promise<void> => {
      await club.wait(days)
      await signInWindow(window, site, url, members[0]!)
      await signInWindow(plain, site, url, members[1]!)
    }
    await wait(0)

    await ann.goto('/governance/propose?action=policies.publish&kind=terms')
    await ann.getByLabel('Your proposal in a few words').fill('Terms that people read')
    await ann.getByLabel('The whole text').fill(terms[0]!)
    await ann.getByRole('button', { name: 'See what it would change' }).click()
    await ann.getByRole('link', { name: 'Add another way to do it' }).click()
    await ann.getByLabel('This way in a few words').fill('The same, with a right to leave')
    await ann.getByLabel('The whole text').fill(terms[1]!)
    await ann.getByRole('button', { name: 'See what it would change' }).click()
    await ann.getByText('Members rank these').waitFor()
    t.same(await barriersOf(ann, 'draft-ranked'), [])
    const draft = ann.url()
    for (const browser of club.browsers.slice(1, 5)) {
      await browser.get(new URL(draft).pathname)
      await browser.post(`${new URL(draft).pathname}/support`)
    }
    await ann.reload()
    await ann.getByRole('button', { name: 'Put it to the members' }).click()
    await ann.getByText('What members choose from').waitFor()
    const ranking = new URL(ann.url()).pathname
    await wait(0)

    await bob.goto('/governance/propose?action=role.elect')
    await bob.getByLabel('Your proposal in a few words').fill('Two moderators for a year')
    await bob.getByLabel('Role').selectOption('moderator')
    await bob.getByLabel('How many are elected').fill('2')
    await bob.getByRole('button', { name: 'See what it would change' }).click()
    await club.browsers[2]!.get(new URL(bob.url()).pathname)
    await club.browsers[2]!.post(`${new URL(bob.url()).pathname}/support`)
    await bob.reload()
    await bob.getByRole('button', { name: 'Put it to the members' }).click()
    const election = new URL(bob.url()).pathname
    await bob.getByLabel('Why you, in your own words').fill('I am here on weekends, when it is busy.')
    await bob.getByRole('button', { name: 'I stand' }).click()
    await bob.getByText('You stand. Until the vote opens').waitFor()
    await bob.getByText('Name somebody else').click()
    await bob.getByLabel('Their handle').fill('cem')
    await bob.getByRole('button', { name: 'Ask them' }).click()
    await bob.getByText('Asked, and not answered yet:').waitFor()
    await wait(0)
    const cem = club.browsers[2]!
    t.match((await cem.get('/notifications')).text, /bob would like you to stand in an election/i)
    await cem.get(election)
    await cem.post(`${election}/candidates`, { statement: 'Bob asked me.' })
    await ann.goto(election)
    t.same(await barriersOf(ann, 'election-open'), [])
    await ann.goto('/governance')
    t.same(await barriersOf(ann, 'governance-elections'), [])

    await wait(7)
    await bob.goto(election)
    await bob.getByLabel('bob', { exact: false }).check()
    await bob.getByRole('button', { name: 'Vote', exact: true }).click()
    await bob.getByText('Its tag, which nobody but you knows').waitFor()
    await ann.goto(election)
    t.same(await barriersOf(ann, 'election-vote'), [])
    const electionId = election.split('/').at(-1)!
    const { options } = await findProposal(site.db, electionId)
    const ofBob = options.find(({ memberId }) => memberId === members[1]!.id)!.id
    for (const member of members.slice(2)) await castBallot(site, member, { proposalId: electionId, approves: [ofBob] })

    await wait(7)
    await bob.goto(ranking)
    await bob.getByLabel('The same, with a right to leave').focus()
    await bob.keyboard.type('1')
    await bob.keyboard.press('Tab')
    await bob.keyboard.type('2')
    await bob.keyboard.press('Tab')
    await bob.keyboard.press('Enter')
    await bob.getByText('Its tag, which nobody but you knows').waitFor()
    const rankingId = ranking.split('/').at(-1)!
    const own = await site.db('ballots').where({ proposalId: rankingId, memberId: members[1]!.id }).first('choice')
    t.equal(own.choice, '2>keep')
    t.equal(await bob.getByLabel('The same, with a right to leave').inputValue(), '1', 'what one voted stands there')
    await ann.goto(ranking)
    t.same(await barriersOf(ann, 'ranked-vote'), [])
    for (const member of members.slice(1)) await castBallot(site, member, { proposalId: rankingId, ranks: { 2: 1, 1: 2, keep: 3 } })
    await ann.goto(election)
    await ann.getByText('Elected', { exact: true }).waitFor()
    t.same(await barriersOf(ann, 'election-result'), [])
    await wait(2)
    await wait(12)
    await ann.goto(ranking)
    await ann.getByText('The members chose: The same, with a right to leave').waitFor()
    t.same(await barriersOf(ann, 'ranked-result'), [])

    await ann.goto('/governance/propose?action=poll')
    await ann.getByLabel('Your proposal in a few words').fill('Where do we meet in June?')
    await ann.getByLabel('Answers').fill('At the weir\nIn the old mill\nNot at all')
    t.same(await barriersOf(ann, 'propose-poll'), [])
    await ann.getByRole('button', { name: 'See what it would change' }).click()
    await ann.getByText('The answer is advice').waitFor()

    await actInEmergency(site, members[0]!, {
      action: 'settings.change',
      input: { key: 'signUp', value: 'closed' },
      title: 'Nobody joins for three days',
      reason: 'Hundreds of forged accounts within an hour.',
    })
    await wait(0)
    await ann.goto('/governance')
    await ann.getByText('Done in an emergency, in force now').waitFor()
    t.same(await barriersOf(ann, 'governance-emergency'), [])
    await ann.getByRole('main').getByRole('link', { name: 'Nobody joins for three days' }).first().click()
    await ann.getByText('An emergency measure, in force now.').waitFor()
    t.same(await barriersOf(ann, 'emergency'), [])
    t.same(problems(), [])
  })
}
