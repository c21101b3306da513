import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { system } from '../../../core/actor.ts'
import { disablePlugin } from '../../../core/plugins/disable-plugin.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, root } from '../../../core/testing/make-site.ts'

const examples = join(root, 'docs/examples')

t.test('the examples of the guide work on a site', async t => {
  const { site, url, refresh } = await makeServedSite(t, { pluginFolders: [examples] })
  const ann = await makeMember(site, 'ann', { role: 'admin' })
  const bob = await makeMember(site, 'bob')
  const browser = new Browser(url)
  await signInAs(site, browser, ann)

  await t.test('all are on', async t => {
    for (const name of readdirSync(examples).filter(name => existsSync(join(examples, name, 'plugin.json'))))
      t.ok(site.registry.plugins.has(name), name)
  })

  await t.test('a noticeboard without code shows what an admin writes', async t => {
    t.notMatch((await browser.get('/')).text, 'class="noticeboard"')
    const links = [{ title: 'House rules', url: '/about' }]
    await site.act(system, 'plugin.settings', { name: 'noticeboard', values: { text: 'The well is open <again>.', links } })
    await refresh()
    const home = (await browser.get('/')).text
    t.match(home, 'The well is open &lt;again&gt;.')
    t.match(home, '<a href="/about">House rules</a>')
    t.match(home, 'href="/plugins/noticeboard"', 'and stands in the menu')
    t.match((await browser.get('/plugins/noticeboard')).text, '<h1>Noticeboard</h1>')
    const bad = { name: 'noticeboard', values: { links: [{ title: 'Run', url: 'javascript:alert(1)' }] } }
    await t.rejects(site.act(system, 'plugin.settings', bad), { code: 'invalid' })
  })

  await t.test('a poll is put into an entry, others vote, and it stays readable without the plugin', async t => {
    const made = await browser.get('/entries?insert=polls.poll')
    t.match(made.text, /name="insert-question"/)
    const refused = await browser.post('/entries', { insert: 'polls.poll', 'insert-question': 'Rye?', 'insert-answers': 'Yes\nyes' })
    t.equal(refused.status, 422)
    t.match(refused.text, 'A poll needs answers that differ, at least two.')
    await browser.post('/entries', {
      body: 'Tell me',
      insert: 'polls.poll',
      'insert-question': 'Rye or wheat?',
      'insert-answers': 'Rye\nWheat',
    })
    const action = await poll(browser)
    t.match(action, /^\/plugins\/polls\/votes\//)

    const other = new Browser(url)
    t.match((await other.get('/ann')).text, 'Rye or wheat?')
    t.equal((await other.post(action, { answer: '0' })).status, 401, 'a visitor has no vote')
    await signInAs(site, other, bob)
    await other.get('/ann')
    t.equal((await other.post(action, { answer: '7' })).status, 422)
    t.equal((await other.post(action.replace(/.$/, '9'), { answer: '0' })).status, 422, 'no such poll')
    await other.post(action, { answer: '1' })
    await other.post(action, { answer: '0' })
    const voted = (await other.get('/ann')).text
    t.match(voted, /value="0" required checked/)
    t.match(voted, '1 vote<')
    t.match(voted, '100 %')

    await disablePlugin(site, system, { name: 'polls' })
    await refresh()
    const plain = (await browser.get('/ann')).text
    t.match(plain, 'Rye or wheat?')
    t.notMatch(plain, 'plugins/polls')
  })
})

async function poll(browser: Browser): Promise<string> {
  return /action="(\/plugins\/polls\/[^"]+)"/.exec((await browser.get('/ann')).text)?.[1] ?? ''
}
