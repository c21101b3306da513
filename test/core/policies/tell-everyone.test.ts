import t from 'tap'
import { system } from '../../../core/actor.ts'
import { chooseMail } from '../../../core/notifications/choose-mail.ts'
import { mailNotifications } from '../../../core/notifications/mail-notifications.ts'
import { mailOffPath, switchMailOff } from '../../../core/notifications/mail-off.ts'
import type { Mail } from '../../../core/notifications/mailer.ts'
import type { OpenSite } from '../../../core/open-site.ts'
import { castBallot } from '../../../core/proposals/cast-ballot.ts'
import { publishProposal } from '../../../core/proposals/publish-proposal.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeClub } from '../../../core/testing/make-club.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite } from '../../../core/testing/make-site.ts'

const text = 'You keep all rights. The site may also print a yearbook of what you let it print.'

async function settle({ site, outbox }: Pick<OpenSite, 'site' | 'outbox'>): Promise<void> {
  await outbox.drained()
  await site.jobs.drained()
}

t.test('a new version is told to every member before it holds, in their language, once', async t => {
  const clock = makeClock()
  const opened = await makeOpenSite(t, { now: clock.now })
  const { site } = opened
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  await site.db.transaction(trx => trx('members').where({ id: bob.id }).update({ locale: 'de' }))
  const waiting = await makeMember(site, 'wim')
  await site.db.transaction(trx => trx('members').where({ id: waiting.id }).update({ waitingSince: clock.now().toISOString() }))

  await site.act(system, 'policies.publish', { kind: 'privacy', text })
  await settle(opened)
  const told = await site.db('notifications').orderBy('memberId')
  t.match(
    told.map(({ memberId, kind, url, createdAt }) => ({ memberId, kind, url, createdAt })),
    [ann.id, bob.id].map(memberId => ({ memberId, kind: 'policy', url: '/privacy?version=2', createdAt: '2026-11-01T12:00:00.000Z' })),
  )
  t.match(told[0].text, '“Privacy policy” has a new version, which holds from 8 November 2026 on.')
  t.match(told[1].text, /„Datenschutz“ hat eine neue Fassung, die ab 8\. November 2026 gilt/)
  t.ok(site.lock.comingAfter('policies.privacy', clock.now()), 'it does not hold yet')

  await site.jobs.add(site.db as never, 'tell-everyone', { about: 'policy:privacy:2', text: 'Again', url: '/privacy' }).catch(() => {})
  await settle(opened)
  t.equal((await site.db('notifications')).length, 2)
})

t.test('the mail about it cannot be switched off', async t => {
  const sent: Mail[] = []
  const opened = await makeOpenSite(t, { env: { SMTP_URL: 'smtp://127.0.0.1:9', SMTP_FROM: 'Delta <no-reply@delta.example>' } })
  const { site } = opened
  Object.defineProperty(site.mailer, 'send', { value: async (mail: Mail) => void sent.push(mail) })
  const ann = await makeMember(site, 'ann')
  await makeMember(site, 'bob')
  await chooseMail(site, ann, { kinds: [] })
  const path = mailOffPath(site, { memberId: ann.id, kinds: ['policy', 'mention'] })
  await switchMailOff(site, ann, { signed: path.split('/').at(-1) ?? '' })
  t.notMatch((await site.db('members').where({ id: ann.id }).first('mailOff')).mailOff, 'policy')

  await site.act(system, 'policies.publish', { kind: 'terms', text })
  await settle(opened)
  const [row] = await site.db('notifications').where({ memberId: ann.id })
  t.ok(row.mailAt)
  await mailNotifications(site, { memberId: ann.id, notificationIds: [row.id] })
  t.match(sent, [{ to: 'ann@example.org', subject: /“Terms” has a new version/, text: /\/terms\?version=2/ }])
  t.notMatch(sent[0]?.text, 'No more e-mails about')
})

t.test('who runs the site stands in the privacy policy, and every member hears when that changes', async t => {
  const opened = await makeServedSite(t)
  const { site, url } = opened
  const browser = new Browser(url)
  const ann = await makeMember(site, 'ann')
  const before = (await browser.get('/privacy')).text
  t.match(before, 'Who is responsible')
  t.match(before, 'They have not said.')
  t.notMatch((await browser.get('/terms')).text, 'Who is responsible')

  await site.act(system, 'settings.save', { values: { operatorName: 'Delta Club, 1 River Road', operatorPlaces: '<b>Iceland</b>' } })
  await site.act(system, 'settings.change', { key: 'siteName', value: 'The Delta' })
  await settle(opened)
  const after = (await browser.get('/privacy')).text
  t.match(after, 'Delta Club, 1 River Road')
  t.match(after, '&lt;b&gt;Iceland&lt;/b&gt;')
  t.match(after, 'Last changed:')
  t.match(await site.db('notifications'), [{ memberId: ann.id, kind: 'policy', url: '/privacy#facts' }])
  t.equal((await site.db('notifications')).length, 1, 'other settings are nobody’s news')
  await t.rejects(site.act(ann, 'settings.change', { key: 'operatorName', value: 'Me' }), { code: 'forbidden' })
})

t.test('what is locked and was decided is told to everybody before it holds, also to those who cannot vote', async t => {
  const club = await makeClub(t, 5)
  const { site, members } = club
  const newcomer = await makeMember(site, 'zoe')
  const proposal = await publishProposal(site, members[0]!, {
    ...{ title: 'Print a yearbook', action: 'policies.publish', input: { kind: 'ownership', text } },
    sponsors: members.map(({ id }) => id),
  })
  await club.wait(0)
  await club.wait(proposal.rules.discussionDays)
  for (const member of members) await castBallot(site, member, { proposalId: proposal.id, choice: 'yes' })
  await club.wait(proposal.rules.votingDays)
  await settle(club)
  const told = await site.db('notifications').where({ memberId: newcomer.id, kind: 'policy' })
  t.match(told, [
    { text: /“Who owns what” has a new version, which holds from 21 July 2026 on/, url: `/governance/proposals/${proposal.id}` },
  ])
  t.not(site.lock.valueAt<{ text: string }>('policies.ownership', site.now())?.value.text, text, 'it does not hold yet')
})

t.test('founders who change the charter tell everybody', async t => {
  const opened = await makeOpenSite(t)
  const { site } = opened
  const ann = await makeMember(site, 'ann')
  await site.act(system, 'charter.change', { preset: 'steward' })
  await settle(opened)
  t.match(await site.db('notifications'), [
    { memberId: ann.id, kind: 'policy', text: /^The charter, which says/, url: '/governance/charter' },
  ])
})
