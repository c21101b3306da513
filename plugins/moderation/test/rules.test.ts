import { Browser } from 'core/testing'
import t from 'tap'
import { findPattern, TooSlow } from '../rules/find-patterns.ts'
import { Patience } from '../rules/patience.ts'
import { makeClub } from './make-club.ts'

const usual = {
  about: ['entry', 'comment'],
  words: [],
  patterns: [],
  domains: [],
  links: 0,
  newerThanDays: 0,
  first: 0,
  pace: 0,
  paceMinutes: 60,
  repeats: 0,
  outcome: 'report',
  label: 'other',
  limitDays: 7,
  rule: 7,
  weight: 5,
  mode: 'on',
}
const because = { reason: 'We agreed on it' }

t.test('rules point at what they find; nothing that a machine decides is gone', async t => {
  const club = await makeClub(t)
  const { site, outbox } = club
  const [ann, bob] = [await club.person('ann'), await club.person('bob')]
  const mod = await club.person('mod', { role: 'moderator' })
  const make = (name: string, rule: object) => site.act(mod.member, 'moderation.save-rule', { ...usual, name, ...rule }, because)
  const say = async (body: string, who = ann) => {
    await who.browser.post('/entries', { body })
    await outbox.drained()
    return (await site.db('entries').orderBy('id', 'desc').first('id', 'shortId', 'body', 'access', 'label', 'removedAt')) as {
      id: string
      shortId: string
      access: string
    }
  }
  const signals = async (id: string) =>
    (await site.db('moderation_signals').where({ caseId: (await club.caseOf(id))?.id ?? '' })) as object[]

  await t.test('only moderators make rules, with a reason, and each needs a condition that makes sense', async t => {
    const act = (who = mod, rule: object = {}, options = because) =>
      site.act(who.member, 'moderation.save-rule', { ...usual, name: 'Casino', words: ['casino*'], ...rule }, options)
    await t.rejects(act(ann), { code: 'forbidden' })
    await t.rejects(act(mod, {}, { reason: '' }), { code: 'invalid' })
    await t.rejects(act(mod, { words: [] }), { code: 'invalid', problems: { words: /at least one condition/ } })
    await t.rejects(act(mod, { patterns: ['('] }), { code: 'invalid', problems: { patterns: /no regular expression/ } })
    await t.rejects(act(mod, { patterns: ['^(a+)+$'] }), { code: 'invalid', problems: { patterns: /takes too long/ } })
    await t.rejects(act(mod, { about: ['profile'], outcome: 'hold' }), { code: 'invalid', problems: { outcome: /Profiles/ } })
    await t.rejects(act(mod, { about: [] }), { code: 'invalid' })
    t.same(await site.db('plugin_rows').where({ collection: 'rules' }), [])
  })

  await t.test('what was there comes back, and nothing else by that way', async t => {
    const restore = (path: string, value: object) => site.act(mod.member, 'moderation.restore', { changes: [{ path, value }] })
    const rule = { ...usual, name: 'Casino', words: ['casino*'] }
    await t.rejects(restore('rules.nothing', rule), { code: 'invalid' }, 'the audit log would not say it')
    await t.rejects(restore('rules.Casino', { ...rule, patterns: ['('] }), { code: 'invalid' })
    const raid = { since: '', until: '2099-01-01T00:00:00.000Z', reason: '', byId: '', byName: '' }
    await t.rejects(restore('raid', raid), { code: 'invalid' })
    t.same(await site.db('plugin_rows').whereIn('collection', ['rules', 'states']), [])
  })

  await t.test('in shadow it counts and does nothing', async t => {
    await make('Casino', { words: ['casino*'], mode: 'shadow', outcome: 'hold' })
    const entry = await say('The best Cásinos in town')
    t.equal(entry.access, 'public')
    t.match(await site.db('moderation_hits').where({ subjectId: entry.id }), [{ ruleName: 'Casino', outcome: 'shadow', why: /“casino\*”/ }])
    t.equal(await club.caseOf(entry.id), undefined)
  })

  await t.test('held: only the author sees it, is told, and a moderator lets it go', async t => {
    const { auditId } = await make('Casino', { words: ['casino*'], outcome: 'hold' })
    const entry = await say('A casino again')
    t.equal(entry.access, 'held')
    t.match((await ann.browser.get(`/e/${entry.shortId}`)).status, 302)
    t.match((await ann.browser.get(`/ann/${entry.shortId}`)).text, /A casino again/)
    t.equal((await bob.browser.get(`/ann/${entry.shortId}`)).status, 404)
    t.match((await ann.browser.get('/notifications')).text, /waits until a moderator has read it[\s\S]*Casino/)
    t.match(await club.caseOf(entry.id), { kind: 'held', state: 'open' })
    t.match(
      await signals(entry.id),
      [{ source: 'rule', sourceId: 'Casino', rule: 7, reason: /casino/ }],
      'one signal, which names the rule',
    )
    const one = await club.caseOf(entry.id)
    await mod.browser.post(`/moderation/cases/${one.id}/decisions`, { version: String(one.version), steps: 'keep' })
    t.equal((await bob.browser.get(`/ann/${entry.shortId}`)).status, 200)
    await outbox.drained()
    t.equal((await club.caseOf(entry.id)).state, 'closed', 'what was kept is left alone')
    const page = await mod.browser.get('/admin/plugin-page?plugin=moderation&page=rules')
    t.match(page.text, /Casino[\s\S]*0 of 1 \(0 %\)/)
    t.match((await bob.browser.get('/moderation/log')).text, /Automatic rule switched on: Casino[\s\S]*We agreed on it/)
    await site.act(mod.member, 'moderation.save-rule', { ...usual, name: 'Casino', words: ['casino*'], mode: 'off' }, because)
    t.ok(auditId)
  })

  await t.test('labelled, and the label goes when a moderator says that it is fine', async t => {
    await make('Blood', { words: ['blood'], outcome: 'label', label: 'violence' })
    const entry = await say('Blood, sweat and tears')
    t.match(entry, { access: 'public', label: 'violence', removedAt: null })
    const one = await club.caseOf(entry.id)
    t.match(one, { kind: 'rule' })
    await mod.browser.post(`/moderation/cases/${one.id}/decisions`, { version: String(one.version), steps: 'keep' })
    t.match(await site.db('entries').where({ id: entry.id }).first('label'), { label: null })
  })

  await t.test('limited for some days, told until when, and free again when a moderator says so', async t => {
    await make('Links', { links: 3, outcome: 'limit', about: ['entry'] })
    const entry = await say('https://a.example https://b.example https://c.example', bob)
    t.equal(entry.access, 'public')
    t.match((await bob.browser.get('/moderation/limits')).text, /“Links”[\s\S]*Until/)
    const refused = await bob.browser.post('/entries', { body: 'https://a.example https://b.example https://c.example https://d.example' })
    t.match(refused, { status: 422, text: /Until 8 November 2026 you can put 2 links/ })
    t.match(refused.text, 'https://d.example', 'and nothing that was typed is lost')
    const one = await club.caseOf(entry.id)
    await mod.browser.post(`/moderation/cases/${one.id}/decisions`, { version: String(one.version), steps: 'keep' })
    t.match((await bob.browser.get('/moderation/limits')).text, 'No limits')
  })

  await t.test('comments, patterns, pace, repeats, domains, first entries', async t => {
    const entry = await say('Talk to me')
    await make('Numbers', { patterns: ['\\b\\d{4} \\d{4}\\b'], outcome: 'hold', about: ['comment'] })
    await bob.browser.post(`/entries/${entry.id}/comments`, { body: 'Call 1234 5678' })
    await outbox.drained()
    const held = (await site.db('held_comments').first('id')) as { id: string }
    t.match(await club.caseOf(held.id), { kind: 'held', subjectKind: 'comment' })
    t.match((await bob.browser.get(`/ann/${entry.shortId}`)).text, /Call 1234 5678[\s\S]*Only you see this/)
    const one = await club.caseOf(held.id)
    await mod.browser.post(`/moderation/cases/${one.id}/decisions`, { version: String(one.version), steps: 'keep' })
    t.match((await ann.browser.get(`/ann/${entry.shortId}`)).text, 'Call 1234 5678')

    await make('Again', { repeats: 2, about: ['entry'] })
    const cem = await club.person('cem')
    await say('Come and see my wonderful garden', cem)
    const twice = await say('Come  and see my WONDERFUL garden!', bob)
    t.match(await signals(twice.id), [{ sourceId: 'Again', reason: 'said 2 times' }])
    await make('Domain', { domains: ['bad.example'], about: ['entry'] })
    t.match(await signals((await say('see https://www.sub.bad.example/x', cem)).id), [
      { sourceId: 'Domain', reason: 'a link to sub.bad.example' },
    ])
    await make('Slow', { patterns: ['^(b+)+$'], outcome: 'limit', about: ['entry'] })
    t.match(await signals((await say(`${'b'.repeat(60)}!`, bob)).id), [{ sourceId: 'Slow', reason: /took too long/ }])
    t.same(await site.db('moderation_limits').where({ memberId: bob.member.id }), [], 'pointed at, and not limited for what was not found')
    await make('Fast', { pace: 3, paceMinutes: 60, about: ['entry'] })
    t.match(await signals((await say('The third', cem)).id), [])
    t.match(await signals((await say('The fourth', cem)).id), [{ sourceId: 'Fast', reason: '4 within 60 minutes' }])
    await make('First', { first: 1, newerThanDays: 2, about: ['entry'], outcome: 'hold' })
    const dan = await club.person('dan', { days: 1 })
    t.equal((await say('Hello everybody', dan)).access, 'held')
    t.equal((await say('Hello again, everybody', dan)).access, 'public')
    t.equal((await say('I have a casino', mod)).access, 'public', 'not about those who look after the site')
  })

  await t.test('tried on the last days before it does anything', async t => {
    await make('Garden', { words: ['garden'], mode: 'off', about: ['entry'] })
    const page = '/admin/plugin-page?plugin=moderation&page=rules&rule=Garden'
    t.match((await mod.browser.get(page)).text, /What would it have found\?/)
    t.equal((await ann.browser.get(page)).status, 403)
    const sent = await mod.browser.post('/admin/plugin-page?plugin=moderation&page=rules&rule=Garden', {
      form: 'try',
      back: page,
      'set-days': '30',
    })
    t.match(sent, { status: 303, location: /rule=Garden/ })
    await site.jobs.drained()
    t.match((await mod.browser.get(page)).text, /Would have found<\/dt><dd>2<[\s\S]*my wonderful garden/)
    t.equal(await club.caseOf('nothing'), undefined)
  })

  await t.test('a rule is made by a form, and changes are taken back from the audit log', async t => {
    const page = '/admin/plugin-page?plugin=moderation&page=rules&new=1'
    t.match((await mod.browser.get(page)).text, /Make the rule/)
    const form = {
      form: 'save',
      back: page,
      'set-name': 'Pills',
      'set-about': ['entry'],
      'set-words': 'pills\nviagra',
      'set-outcome': 'hold',
    }
    t.match((await mod.browser.post(page, form)).text, /Say why/)
    t.equal((await mod.browser.post(page, { ...form, 'set-why': 'Spam' })).status, 303)
    const row = (await site.db('plugin_rows').where({ collection: 'rules' }).orderBy('id', 'desc').first('value')) as { value: string }
    t.match(JSON.parse(row.value), { name: 'Pills', words: ['pills', 'viagra'], mode: 'shadow', outcome: 'hold' })
    const rita = await club.person('rita', { role: 'admin' })
    const audit = (await site.db('audit_log').where({ action: 'moderation.save-rule' }).orderBy('id', 'desc').first('id')) as { id: string }
    const undone = await rita.browser.post(`/admin/audit/${audit.id}`, { _method: 'delete' })
    t.equal(undone.status, 303, undone.text.slice(0, 300))
    t.notMatch((await mod.browser.get('/admin/plugin-page?plugin=moderation&page=rules')).text, 'Pills')
  })

  await t.test('nothing was deleted by a machine', async t => {
    const gone = await site.db('entries').whereNotNull('removedAt').count({ n: '*' })
    t.equal(Number(gone[0]?.n), 0)
    t.same(await site.db('comments').whereNotNull('removedAt'), [])
    t.same(await new Browser(club.url).get('/moderation/rules').then(({ status }) => status), 404)
  })
})

t.test('patterns of all rules have little time together, and what is not looked at does not pass', t => {
  const patience = new Patience(100)
  const text = `${'b'.repeat(60)}!`
  for (let rule = 0; rule < 20; rule += 1) t.throws(() => findPattern(text, ['^(b+)+$'], patience), TooSlow)
  t.ok(patience.left <= 0)
  t.throws(() => findPattern('short', ['short'], patience), TooSlow, 'nothing is tried any more')
  t.equal(findPattern('short', ['short']), 'short')
  const whole = new Patience(10)
  new Patience(100, whole).spend(20)
  t.throws(() => findPattern('short', ['short'], new Patience(100, whole)), TooSlow, 'nor for the next text of the same batch')
  t.end()
})
