import t from 'tap'
import { makeClub } from './make-club.ts'

const queue = '/admin/plugin-page?plugin=moderation&page=queue'

t.test('what is ticked is decided together, and the rest says why it is not', async t => {
  const club = await makeClub(t)
  const [ann, bob, cem, mod] = [
    await club.person('ann'),
    await club.person('bob'),
    await club.person('cem'),
    await club.person('mod', { role: 'moderator' }),
  ]
  for (const body of Array.from({ length: 30 }, (_, made) => `Entry ${made}`)) await ann.browser.post('/entries', { body })
  const entries: { id: string }[] = await club.site.db('entries').select('id').orderBy('id')
  for (const [index, { id }] of entries.entries())
    await (index % 2 ? bob : cem).browser.post('/moderation/reports', { kind: 'entry', id, rule: '7' })
  await mod.browser.post('/moderation/reports', { kind: 'entry', id: entries[2]!.id, rule: '7' })
  const page = await mod.browser.get(queue)
  const ticked = [...page.text.matchAll(/name="case" value="([^"]+)"/g)].map(([, value]) => value!)
  t.equal(ticked.length, 30)
  const sent = await mod.browser.post('/moderation/bulk', { case: ticked, step: 'remove', rule: '7', reason: 'Spam', back: queue })
  t.match(sent, { status: 303, location: queue })
  t.match((await mod.browser.follow(sent)).text, /29 decided\. 1 not: You reported this yourself/)
  const only = ticked[1]
  const once = await mod.browser.post('/moderation/bulk', { case: only!, step: 'keep', back: queue })
  t.match((await mod.browser.follow(once)).text, /0 decided\. 1 not: Somebody else has decided this case already/)
  t.equal((await bob.browser.post('/moderation/bulk', { case: only!, step: 'keep' })).status, 403)
})
