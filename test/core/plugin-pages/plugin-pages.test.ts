import t from 'tap'
import { system } from '../../../core/actor.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { runCommand } from '../../../core/plugin-calls/run-command.ts'
import { erasePersonalRows, listPersonalRows } from '../../../core/plugin-data/personal-rows.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { makePluginFolder } from '../plugins/write-plugin.ts'
import { writePolls } from './polls-plugin.ts'

for (const runtime of ['trusted', 'sandbox'] as const) {
  t.test(`everything a plugin can add, ${runtime}`, async t => {
    const folder = makePluginFolder(t)
    writePolls(folder, runtime)
    const { site, url, outbox } = await makeServedSite(t, { pluginFolders: [folder] })
    t.match(await listPlugins(site, system), [{ name: 'polls', runtime, state: 'enabled' }])
    const ann = await makeMember(site, 'ann')
    const bob = await makeMember(site, 'bob')
    const rita = await makeMember(site, 'rita', { role: 'admin' })
    const [visitor, browserOfAnn, browserOfBob, browserOfRita] = [new Browser(url), new Browser(url), new Browser(url), new Browser(url)]
    await signInAs(site, browserOfAnn, ann)
    await signInAs(site, browserOfBob, bob)
    await signInAs(site, browserOfRita, rita)

    await t.test('pages', async t => {
      const page = await visitor.get('/plugins/polls')
      t.equal(page.status, 200)
      t.match(page.text, /<h1>All polls<\/h1><p class="hello">Vote nobody Vote<\/p><b>bold<\/b>/, 'what it calls HTML is cleaned')
      t.notMatch(page.text, /forged/)
      t.match(page.text, /href="\/plugins\/polls"[^>]*>.*All polls/, 'in the menu')
      t.match(page.text, /href="\/assets\/plugins\/polls\/[0-9a-f]+\/polls\.css"/)
      t.match(page.text, /<p class="foot">Vote<\/p>/)
      t.match(page.text, /<p class="top">Vote<\/p>/)
      const [, style = ''] = /href="(\/assets\/plugins\/[^"]+)"/.exec(page.text) ?? []
      t.match(await visitor.get(style), { status: 200, headers: { 'content-type': /text\/css/, 'cache-control': /immutable/ } })
      t.match((await visitor.get('/plugins/polls/mine')).status, 302)
      t.match((await browserOfBob.get('/plugins/polls/mine')).text, /class="hello">0 bob/)
      t.match((await visitor.get('/plugins/polls/about', { 'accept-language': 'de' })).text, /Umfragen fragen\./)
      t.equal((await visitor.get('/plugins/polls/nothing')).status, 404)
      t.equal((await visitor.get('/plugins/other')).status, 404)
    })

    const entry = await publishEntry(site, ann, {
      body: 'What shall we cook?',
      to: [],
      uploads: [],
      insert: 'polls.poll',
      insertValues: { question: 'Soup?', options: ['yes', '<b>no</b>'] },
    })

    await t.test('inserts', async t => {
      const page = await browserOfBob.get('/public')
      t.match(page.text, /<div class="insert"[^>]*><form method="post" action="\/plugins\/polls\/votes"><input type="hidden" name="_csrf"/)
      t.match(page.text, /&lt;b&gt;no&lt;\/b&gt;: 0/)
      t.match(page.text, /<p class="hint">for bob<\/p>/, 'and a part below each entry')
      const form = await browserOfAnn.get('/entries?insert=polls.poll')
      t.match(form.text, /name="insert-question"[\s\S]*name="insert-options"/)
      t.match((await browserOfAnn.get('/')).text, /href="\/entries\?insert&#x3D;polls\.poll"/)
      const refused = await browserOfAnn.post('/entries', { insert: 'polls.poll', 'insert-question': 'Bread?', 'insert-options': 'yes' })
      t.equal(refused.status, 422)
      t.match(refused.text, /value="Bread\?"/, 'nothing that was typed is lost')
      const shared = await browserOfAnn.post('/entries', {
        body: 'x',
        insert: 'polls.poll',
        'insert-question': 'Bread?',
        'insert-options': 'yes\nno',
      })
      t.equal(shared.status, 303)
      const twice = { body: '', to: [], uploads: [], insert: 'polls.poll', insertValues: { question: 'a', options: ['b', 'b'] } }
      await t.rejects(publishEntry(site, ann, twice), { code: 'invalid', problems: { 'insert-options': 'Each only once.' } })
      await t.rejects(publishEntry(site, ann, { ...twice, insert: 'polls.other' }), {
        code: 'invalid',
        problems: { insert: /not to be had/ },
      })
      for (const kind of ['atom', 'rss', 'json'])
        t.match((await visitor.get(`/feeds/public.${kind}`)).text, /Soup\?/, `${kind}: readers elsewhere get the words`)
      const { entries } = JSON.parse((await visitor.get('/v2/feed/ann')).text) as { entries: { inserts?: object[] }[] }
      t.match(entries.at(-1)?.inserts, [
        { type: 'polls.poll', title: 'Poll', text: /Soup\?[\s\S]*yes[\s\S]*<b>no<\/b>/, body: /^<p>Soup\?<\/p>/, link: /^http.*#insert-/ },
      ])
    })

    const insertId = `${entry.id}.0`
    await t.test('routes', async t => {
      t.equal((await visitor.post('/plugins/polls/votes', { insertId, choice: 'yes' })).status, 403, 'no form of this site')
      await browserOfBob.get('/public')
      const voted = await browserOfBob.post(
        '/plugins/polls/votes',
        { insertId, entryId: entry.id, choice: 'yes' },
        { referer: `${url}/public` },
      )
      t.match(voted, { status: 303, location: '/public' })
      t.match((await browserOfBob.follow(voted)).text, /Counted\.[\s\S]*yes: 1/)
      t.match(JSON.parse((await visitor.get(`/plugins/polls/results/${insertId}`)).text), { yes: 1 })
      t.equal((await browserOfBob.post('/plugins/polls/votes', { insertId })).status, 422)
      t.match(await browserOfBob.post('/plugins/polls/votes', { insertId, choice: 'nobody' }), {
        status: 422,
        text: /Nobody cannot be chosen/,
      })
      t.equal((await browserOfBob.post('/plugins/polls/votes', { insertId, choice: 'yes' })).status, 429, 'as often as it declares')
      t.equal(
        (await browserOfBob.post(`/plugins/polls/votes/${insertId}`, { _method: 'delete' })).status,
        403,
        'needs a permission of its own',
      )
      await browserOfRita.get('/public')
      t.match((await browserOfRita.post(`/plugins/polls/votes/${insertId}`, { _method: 'delete' })).text, '{"removed":1}')
      const crash = await browserOfRita.post('/plugins/polls/votes', { insertId, choice: 'crash' })
      t.match(crash, { status: 502, text: /The plugin &quot;polls&quot; could not do this/ })
      t.notMatch(crash.text, /ballot box/)
    })

    await t.test('acting for a member, notifications and what members set', async t => {
      await browserOfRita.get('/public')
      t.equal((await browserOfRita.post('/plugins/polls/votes', { insertId, entryId: entry.id, choice: 'say' })).status, 303)
      t.match(await site.db('comments').where({ entryId: entry.id }), [{ body: 'I voted' }])
      const told = await browserOfAnn.get('/notifications')
      t.match(told.text, /bob voted in your poll/)
      t.match(told.text, /Polls/)
      t.match((await browserOfAnn.get('/settings/plugins')).text, /No notifications/)
      t.equal((await browserOfAnn.post('/settings/plugins/polls', { 'set-quiet': ['false', 'true'] })).status, 303)
      t.match((await browserOfAnn.get('/settings/plugins')).text, /checked/)
      t.match(await listPersonalRows(site.db, ann.id), [
        { plugin: 'polls', collection: 'member-settings', value: { values: { quiet: true } } },
      ])
    })

    await t.test('jobs, commands and actions', async t => {
      await site.jobs.drained()
      t.match(await site.db('plugin_rows').where('value', 'like', '%counted%'), [{ plugin: 'polls' }])
      t.match(await runCommand(site, 'polls', 'total', { choice: 'say' }), { total: 1 })
      await t.rejects(runCommand(site, 'polls', 'other', {}), { message: /has no command "other"; it has total/ })
      const tried = await site.act(system, 'polls.clear', { insertId }, { dryRun: true })
      t.match(tried.changes, [{ path: 'plugins.polls.votes', before: 1, after: 0 }])
      await t.rejects(site.act(bob, 'polls.clear', { insertId }), { code: 'forbidden' })
      await t.rejects(site.act(system, 'polls.clear', {}), { code: 'invalid' })
      t.match(await site.act(system, 'polls.clear', { insertId }), { ok: true, auditId: /./ })
      t.match(await runCommand(site, 'polls', 'total', { choice: 'say' }), { total: 0 })
    })

    await t.test('pages and cards of the admin panel', async t => {
      t.equal((await browserOfBob.get('/admin/plugin-page?plugin=polls&page=numbers')).status, 403)
      const page = await browserOfRita.get('/admin/plugin-page?plugin=polls&page=numbers')
      t.match(page.text, /<h1>Polls in numbers<\/h1>[\s\S]*<h2>Votes<\/h2>[\s\S]*Votes a day[\s\S]*Add a vote/)
      t.match(page.text, /From plugins/)
      const at = '/admin/plugin-page?plugin=polls&page=numbers'
      const send = (choice: string) => browserOfRita.post(at, { form: 'stuff', back: at, 'set-choice': choice })
      t.match(await send('no'), { status: 422, text: /Not this one\./ })
      t.equal((await send('much too long')).status, 422)
      const done = await send('fine')
      t.match((await browserOfRita.follow(done)).text, /A vote more\.[\s\S]*fine/)
      t.match((await browserOfRita.get('/admin')).text, /Open polls[\s\S]*There are \d+ votes\./)
    })

    await t.test('what is written with it stays when it goes, and what is personal goes with the member', async t => {
      await outbox.drained()
      await site.act(system, 'plugin.disable', { name: 'polls' })
      const page = await visitor.get('/public')
      t.match(
        page.text,
        /<div class="insert"[^>]*><p>Soup\?<\/p><ul><li>yes<\/li><li>&lt;b.*no.*<\/li><\/ul><p>It was asked with Polls\.<\/p><\/div>/,
      )
      t.notMatch(page.text, /class="hint"|class="foot"|plugins\/polls/)
      t.match(
        (await visitor.get('/public', { 'accept-language': 'de-AT' })).text,
        /<\/ul><p>Gefragt mit Umfragen\.<\/p>/,
        "in the reader's language",
      )
      t.equal((await visitor.get('/plugins/polls')).status, 404)
      await erasePersonalRows(site, ann.id)
      t.same(await listPersonalRows(site.db, ann.id), [])
      await site.act(system, 'plugin.enable', { name: 'polls' })
      t.match((await visitor.get('/public')).text, /class="hint"/)
    })
  })
}
