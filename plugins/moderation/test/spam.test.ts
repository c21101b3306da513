import t from 'tap'
import { classify } from '../spam/classify.ts'
import { tokensOf } from '../spam/tokens.ts'
import { makeClub } from './make-club.ts'

const said = (text: string) => ({ about: 'entry' as const, text, links: [], pictures: 0, memberId: null, isNew: true })

t.test('words are found in any language', async t => {
  t.match(tokensOf(said('Günstige Uhren!'), 100), ['member:long here', 'links:0', 'pictures:0', 'gunstige', 'uhren'])
  t.ok(tokensOf(said('今すぐ時計を買う'), 0).length > 4, 'also where no space stands between them')
  const links = tokensOf({ ...said('see'), links: ['https://www.bad.example/x'] }, 3)
  t.ok(links.includes('to:bad.example') && links.includes('links:1') && links.includes('member:first week'))
})

t.test('what speaks for both sides stays in the middle', async t => {
  const totals = { spam: 40, kept: 40 }
  const spam = ['casino', 'bonus', 'win'].map(token => ({ token, spam: 30, kept: 0 }))
  const kept = ['bread', 'dough', 'oven'].map(token => ({ token, spam: 0, kept: 30 }))
  t.ok(classify(spam, totals).score > 0.99)
  t.same(classify(spam, totals).signs, ['bonus', 'casino', 'win'])
  t.ok(classify(kept, totals).score < 0.01)
  t.ok(Math.abs(classify([...spam, ...kept], totals).score - 0.5) < 0.05)
  t.equal(classify([], totals).score, 0.5)
  t.ok(classify([{ token: 'once', spam: 1, kept: 0 }], totals).score < 0.8, 'one sign seen once proves little')
})

t.test('it learns from what moderators decide, counts in shadow, and holds with its reasons when it is on', async t => {
  const club = await makeClub(t)
  const { site, outbox } = club
  const [ann, bob] = [await club.person('ann'), await club.person('bob')]
  const [mod, max] = [await club.person('mod', { role: 'moderator' }), await club.person('max', { role: 'moderator' })]
  const set = (mode: string, least: number) =>
    site.act(mod.member, 'moderation.set-spam-filter', { mode, threshold: 90, least, rule: 7 }, { reason: 'As agreed' })
  await t.rejects(site.act(ann.member, 'moderation.set-spam-filter', { mode: 'on', threshold: 90, least: 10, rule: 7 }, { reason: 'x' }), {
    code: 'forbidden',
  })
  await t.rejects(set('on', 1), { code: 'invalid' }, 'not before it has learned a little')
  const say = async (who: typeof ann, body: string) => {
    await who.browser.post('/entries', { body })
    await outbox.drained()
    return (await site.db('entries').where({ body }).first('id', 'access')) as { id: string; access: string }
  }
  const decide = async (who: typeof ann, body: string, decision: Record<string, string>) => {
    const { id } = await say(who, body)
    await (who === ann ? bob : ann).browser.post('/moderation/reports', { kind: 'entry', id, rule: '7', reason: 'Look' })
    const { id: caseId, version } = await club.caseOf(id)
    await mod.browser.post(`/moderation/cases/${caseId}/decisions`, { version: String(version), ...decision })
  }
  const kept = { steps: 'keep' }
  const spam = { steps: 'remove', rule: '7', reason: 'Spam' }
  for (let index = 0; index < 10; index++) {
    await decide(bob, `Win a casino bonus now, offer ${index}`, spam)
    await decide(ann, `My bread number ${index}, fresh from the oven`, kept)
  }
  await site.jobs.drained()
  t.match(await site.db('moderation_lessons').select('verdict').orderBy('verdict'), [
    { verdict: 'kept' },
    {},
    {},
    {},
    {},
    {},
    {},
    {},
    {},
    {},
    { verdict: 'spam' },
  ])
  t.match(await site.db('moderation_tokens').where({ token: 'casino' }).first(), { spam: 10, kept: 0 }, 'each decision once')

  t.equal((await say(bob, 'Another casino bonus to win')).access, 'public', 'it needs thirty of each unless told')
  t.same(await site.db('moderation_hits'), [])
  await set('shadow', 10)
  const shadow = await say(bob, 'One more casino bonus to win today')
  t.equal(shadow.access, 'public')
  t.match(await site.db('moderation_hits').where({ subjectId: shadow.id }), [{ ruleName: 'Spam filter', outcome: 'shadow' }])
  t.equal(await club.caseOf(shadow.id), undefined)
  await set('on', 10)
  const held = await say(bob, 'Last casino bonus, win it')
  t.equal(held.access, 'held')
  const one = await club.caseOf(held.id)
  t.match((await mod.browser.get(`/moderation/cases/${one.id}`)).text, /Spam filter[\s\S]*% like spam, signs: [^<]*casino/)
  t.equal((await say(ann, 'New bread from the oven')).access, 'public')
  const page = await mod.browser.get('/admin/plugin-page?plugin=moderation&page=spam')
  t.match(page.text, /Learned from spam<\/dt><dd>10<[\s\S]*casino/)
  t.match((await ann.browser.get('/moderation/log')).text, /Spam filter switched on[\s\S]*As agreed/)

  // A decision that is taken back is unlearned.
  const decision = (await site.db('moderation_decisions').where({ outcome: 'acted' }).first('id')) as { id: string }
  await max.browser.post(`/moderation/decisions/${decision.id}/reversal`, { reason: 'It was fine' })
  await site.jobs.drained()
  t.match(await site.db('moderation_tokens').where({ token: 'casino' }).first(), { spam: 9, kept: 1 })
})
