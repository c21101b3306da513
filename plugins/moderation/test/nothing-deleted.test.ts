import { Browser, makeMember, makePluginSite, signInAs } from 'core/testing'
import t from 'tap'
import { makeClub } from './make-club.ts'

const rule = {
  words: ['needle'],
  patterns: [],
  domains: [],
  links: 0,
  newerThanDays: 0,
  first: 0,
  pace: 0,
  paceMinutes: 60,
  repeats: 0,
  label: 'other',
  limitDays: 7,
  rule: 7,
  weight: 5,
  mode: 'on',
}

t.test('nothing is deleted by a machine, whatever a rule says and whatever it looks at', async t => {
  const club = await makeClub(t)
  const { site, outbox, url } = club
  const [ann, bob] = [await club.person('ann'), await club.person('bob')]
  const mod = await club.person('mod', { role: 'moderator' })
  await ann.browser.post('/entries', { body: 'Talk' })
  const { id: talk } = (await site.db('entries').first('id')) as { id: string }
  const set = (outcome: string, about: string[]) =>
    site.act(mod.member, 'moderation.save-rule', { ...rule, name: 'Needles', outcome, about }, { reason: 'A test' })
  const there = async (body: string) => {
    const [entries, comments, held] = await Promise.all([
      site.db('entries').where({ body }).whereNull('removedAt'),
      site.db('comments').where({ body }).whereNull('removedAt'),
      site.db('held_comments').where({ body }),
    ])
    return entries.length + comments.length + held.length
  }

  for (const outcome of ['report', 'label', 'limit', 'hold']) {
    await t.test(`a rule that would ${outcome}`, async t => {
      await set(outcome, ['entry', 'comment'])
      const [entry, comment] = [`An entry with a needle, ${outcome}`, `A comment with a needle, ${outcome}`]
      t.equal((await bob.browser.post('/entries', { body: entry })).status, 303)
      t.equal((await bob.browser.post(`/entries/${talk}/comments`, { body: comment })).status, 303)
      await outbox.drained()
      t.equal(await there(entry), 1)
      t.equal(await there(comment), 1)
      const page = await bob.browser.get('/bob')
      t.match(page.text, entry, 'its author sees it')
      t.match((await bob.browser.get(`/e/${talk}`).then(answer => bob.browser.follow(answer))).text, comment)
      const { id } = (await site.db('entries').where({ body: entry }).first('id')) as { id: string }
      t.match(await club.caseOf(id), { state: 'open' }, 'somebody decides')
    })
  }

  await t.test('its author is told what was done, each time', async t => {
    const told: string[] = (await site.db('notifications').where({ memberId: bob.member.id, kind: 'plugin' }).select('text')).map(
      ({ text }: { text: string }) => text,
    )
    for (const part of [/put a warning before/, /limits for a while/, /waits until a moderator/])
      t.ok(
        told.some(text => part.test(text)),
        String(part),
      )
  })

  await t.test('who signs up waits, and is not turned away; a profile is reported', async t => {
    await set('hold', ['sign-up'])
    const browser = new Browser(url)
    await browser.get('/sign-up')
    const joined = await browser.post('/sign-up', {
      handle: 'dora',
      name: 'Dora Needle',
      email: 'dora@example.org',
      password: 'tidal-lantern-42-orbit',
    })
    t.match(joined, { status: 303, location: '/welcome/waiting' })
    await outbox.drained()
    const { id } = (await site.db('feeds').where({ handle: 'dora' }).first('id')) as { id: string }
    t.match(await club.caseOf(id), { kind: 'sign-up', state: 'open' })
    await set('report', ['profile'])
    await site.db.transaction(async trx => {
      await trx('feeds').where({ id: bob.member.id }).update({ description: 'I sell a needle' })
      await site.announce(trx, 'feed.edited', { feedId: bob.member.id })
    })
    await outbox.drained()
    t.match(await site.db('feeds').where({ handle: 'bob' }).first('description'), { description: /needle/ })
    t.match(await club.caseOf(bob.member.id), { kind: 'rule', state: 'open' })
  })

  await t.test('what comes in from elsewhere is held, and comes in', async t => {
    await set('hold', ['imported'])
    const [filter] = site.registry.filters.get('entries.importing')!
    const batch = {
      authorId: bob.member.id,
      entries: [
        { guid: '1', title: 'A needle', tags: [], media: [] },
        { guid: '2', title: 'Hay', tags: [], media: [] },
      ],
    }
    const left = (await filter!.thing(batch as never)) as unknown as { entries: { guid: string; hold?: string }[] }
    t.match(left.entries, [
      { guid: '1', hold: /Needles/ },
      { guid: '2', hold: undefined },
    ])
    t.equal(left.entries.length, 2)
  })

  t.same(await site.db('entries').whereNotNull('removedAt'), [])
  t.same(await site.db('comments').whereNotNull('removedAt'), [])
})

t.test('a filter that fails holds what it was to look at', async t => {
  const { site, url, outbox } = await makePluginSite(t, new URL('..', import.meta.url))
  const bob = await makeMember(site, 'bob')
  const browser = new Browser(url)
  await signInAs(site, browser, bob)
  await browser.get('/settings/profile')
  await browser.post('/entries', { body: 'Before' })
  const { id } = (await site.db('entries').first('id')) as { id: string }
  // Its rules cannot be read any more.
  await site.db.transaction(trx =>
    trx('plugin_rows').insert({
      id: 'broken',
      plugin: 'moderation',
      collection: 'rules',
      value: '{',
      createdAt: '',
      updatedAt: '',
    }),
  )
  t.equal((await browser.post('/entries', { body: 'After' })).status, 303)
  t.equal((await browser.post(`/entries/${id}/comments`, { body: 'A comment after' })).status, 303)
  t.match(await site.db('entries').where({ body: 'After' }).first('access', 'removedAt'), { access: 'held', removedAt: null })
  t.match(await site.db('held_comments').first('body', 'reason'), { body: 'A comment after', reason: /could not check it/ })
  t.ok(outbox)
})
