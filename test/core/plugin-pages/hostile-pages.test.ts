import t from 'tap'
import { system } from '../../../core/actor.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { readBlocks } from '../../../core/panel/read-blocks.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { makePluginFolder, writePlugin } from '../plugins/write-plugin.ts'

const notifies = { id: 'notifications:send', reason: 'For the test.' }

t.test('what a plugin in the sandbox says about a page does not reach what surrounds it', async t => {
  const folder = makePluginFolder(t)
  const page = (id: string) => ({ id, path: `/${id}`, title: id, template: `sly-${id}`, for: 'everyone' })
  const contributes = {
    pages: [page('frame'), page('loop')],
    routes: [
      { id: 'away', method: 'GET', path: '/away', for: 'everyone', input: { type: 'object', properties: { to: { type: 'string' } } } },
    ],
    slots: [{ id: 'foot', slot: 'entry.footer', template: 'sly-foot' }],
    notifications: [{ kind: 'note', text: 'Look' }],
  }
  const activate = `
    host.page('frame', () => ({ added: { scripts: ['/evil.js'], styles: ['/evil.css'], menu: [{ title: 'Evil', url: '/evil' }] }, formats: [{ url: '/evil.atom' }],
      announcements: [{ id: 'x', text: 'Forged' }], footerPages: [{ title: 'Forged', url: '/x' }], me: { handle: 'forged' }, csrf: 'forged' }))
    host.page('loop', () => ({ list: Array.from({ length: 300 }, (_, n) => ({ n })) }))
    host.slot('foot', ({ subjects }) => Object.fromEntries(subjects.map(id => [id, { list: Array.from({ length: 300 }, (_, n) => ({ n })) }])))
    host.route('away', async ({ input, member }) => {
      const told = await host.notify({ to: member.id, kind: 'note', about: 'a', url: input.to }).then(() => 'told', error => error.message)
      return input.to.endsWith('json') ? { json: told } : { redirect: input.to }
    })`
  const loop = '{{#each list}}{{#each ../list}}{{#each ../../list}}{{#each ../../../list}}x{{/each}}{{/each}}{{/each}}{{/each}}'
  writePlugin(folder, 'sly', { runtime: 'sandbox', capabilities: [notifies], contributes }, activate, {
    'templates/sly-frame.hbs': '{{#> layout title="Sly"}}<p>Here</p>{{/layout}}',
    'templates/sly-loop.hbs': `{{#> layout title="Loop"}}${loop}{{/layout}}`,
    'templates/sly-foot.hbs': loop,
  })
  const { site, url } = await makeServedSite(t, { pluginFolders: [folder] })
  const ann = await makeMember(site, 'ann')
  const browser = new Browser(url)
  await signInAs(site, browser, ann)

  const { text } = await browser.get('/plugins/sly/frame')
  t.match(text, /<p>Here<\/p>/)
  t.notMatch(text, /evil|forged/i, 'no scripts, styles, links or announcements of its own')

  for (const to of [
    '//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/ /evil.example',
  ]) {
    const answer = await browser.get(`/plugins/sly/away?${new URLSearchParams({ to })}`)
    t.equal(answer.location, '/', JSON.stringify(to))
    t.match((await browser.get(`/plugins/sly/away?${new URLSearchParams({ to: `${to}/json` })}`)).text, /should be a path of this site/)
  }
  t.match(await browser.get('/plugins/sly/away?to=/fine'), { location: '/fine' })

  await publishEntry(site, ann, { body: 'seventeen', to: [], uploads: [] })
  const began = performance.now()
  t.equal((await browser.get('/plugins/sly/loop')).status, 500)
  t.match(await browser.get('/public'), { status: 200, text: /seventeen/ }, 'a part that never ends is left out')
  t.ok(performance.now() - began < 20_000)
  // A page waits for a part only so long; what becomes of the part is seen when it comes to its own end.
  const health = () => site.registry.guards.get('sly')?.health()
  for (let waited = 0; !health()?.latest && waited < 10_000; waited += 50) await new Promise(resolve => setTimeout(resolve, 50))
  t.match(health(), { latest: { problem: /repeats itself too often|takes too long|took more than/ } })
})

t.test('styles of a plugin in the sandbox fetch nothing but its own files', async t => {
  const folder = makePluginFolder(t)
  const style = (name: string, css: string) =>
    writePlugin(folder, name, { runtime: 'sandbox', contributes: { styles: ['a.css'] } }, '', { 'assets/a.css': css })
  style('fine', '.a { background: url("dot.png"), url(data:image/png;base64,xx) }')
  style('leaks', 'form:has(input[value^="a"]) { background: url(/plugins/leaks/a) }')
  style('climbs', '.a { background: url(../../../plugins/climbs/a) }')
  style('hides', '.a { background: \\75rl(/plugins/hides/a) }')
  style('imports', '@import "/plugins/imports/a";')
  const { site } = await makeServedSite(t, { pluginFolders: [folder] })
  t.match(
    (await listPlugins(site, system)).map(({ name, state, reason = '' }) => [name, state, reason]),
    [
      ['climbs', 'failed', /should be a file in assets/],
      ['fine', 'enabled', ''],
      ['hides', 'failed', /should be a file in assets/],
      ['imports', 'failed', /@import is not allowed/],
      ['leaks', 'failed', /url\(\/plugins\/leaks\/a\) should be a file in assets/],
    ],
  )
})

t.test('blocks of the panel lead nowhere else, and their forms are checked at once', async t => {
  const links = (url: string) => [{ type: 'links', links: [{ text: 'x', url }] }]
  t.ok(readBlocks(links('/admin/plugin?name=a')))
  for (const url of ['/\t/evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])
    t.throws(() => readBlocks(links(url)), JSON.stringify(url))
  const schema = { type: 'object', properties: { a: { type: 'string', title: 'A', pattern: '^(a+)+$' } } }
  t.throws(() => readBlocks([{ type: 'form', id: 'f', schema, button: 'Go' }]), /may take long/)
})
