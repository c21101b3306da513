import t from 'tap'
import { system } from '../../../core/actor.ts'
import { policyKinds } from '../../../core/policies/policy.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

const text = '# Rules\n\nBe kind, be brief, and <script>never</script> shout at each other.'

t.test('every site has its policies, with all their versions', async t => {
  const clock = makeClock()
  const { site, url } = await makeServedSite(t, { now: clock.now })
  const browser = new Browser(url)
  for (const kind of policyKinds) {
    const { status, text: page } = await browser.get(`/${kind}`)
    t.equal(status, 200, kind)
    t.match(page, 'Only the members of this site change this text.')
  }
  await makeMember(site, 'ann')
  await makeMember(site, 'bob')
  await site.act(system, 'policies.publish', { kind: 'rules', text })

  const before = (await browser.get('/rules')).text
  t.match(before, 'Be kind, or at least fair')
  t.match(before, 'A new version begins to hold on this day:')
  const preview = (await browser.get('/rules?version=2')).text
  t.match(preview, '&lt;script&gt;never&lt;/script&gt;', 'what is written stays text')
  t.match(preview, /<ins>.*shout/)
  t.match(preview, 'This is another version than the one that holds today.')

  clock.tick(7 * 86_400_000)
  const after = (await browser.get('/rules')).text
  t.match(after, 'shout at each other')
  t.notMatch(after, 'Be kind, or at least fair')
  t.match((await browser.get('/rules?version=1')).text, 'Be kind, or at least fair')
  t.equal((await browser.get('/rules?version=9')).status, 404)
  t.equal((await browser.get('/rules?version=zero')).status, 422)
})

t.test('what changes nothing makes no version', async t => {
  const { site } = await makeServedSite(t)
  await site.act(system, 'policies.publish', { kind: 'rules', text })
  t.same((await site.act(system, 'policies.publish', { kind: 'rules', text })).changes, [])
  t.equal(site.lock.head.seq, (await site.db('ledger')).length - 1)
  await t.rejects(site.act(system, 'policies.publish', { kind: 'weather', text }), /kind|options/i)
})
