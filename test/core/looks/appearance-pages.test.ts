import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import t from 'tap'
import { system } from '../../../core/actor.ts'
import { writeArchive } from '../../../core/archives/write-archive.ts'
import { activateTheme } from '../../../core/looks/activate-theme.ts'
import { maybeOwnDraft } from '../../../core/looks/draft.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'
import { exportTheme } from '../../../core/theme-packages/pack-theme.ts'
import { readThemePackage } from '../../../core/theme-packages/theme-files.ts'

const manifest = { name: 'stone', title: 'Stone', version: '1.0.0', licence: 'MIT' }

function zip(files: Record<string, string>, own: object = {}): Promise<Buffer> {
  const all = { 'theme.json': JSON.stringify({ ...manifest, ...own }), ...files }
  return writeArchive(new Map(Object.entries(all).map(([path, text]) => [path, Buffer.from(text)])))
}

async function setUp(t: Teardown) {
  const { site, url } = await makeServedSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const browser = new Browser(url)
  await signInAs(site, browser, rita)
  await browser.get('/admin/themes')
  const bring = async (bytes: Buffer) => {
    const form = new FormData()
    form.set('file', new File([new Uint8Array(bytes)], 'stone.zip'))
    return browser.upload('/admin/themes', form)
  }
  return { site, url, rita, browser, bring }
}

t.test('a theme is brought, looked at, used, taken home and removed, in the browser', async t => {
  const { site, url, rita, browser, bring } = await setUp(t)
  const settings = {
    type: 'object',
    properties: {
      corners: { type: 'number', title: 'Corners', default: 1, maximum: 2, unit: 'rem' },
      motto: { type: 'string', title: 'Motto', default: '' },
    },
  }
  const footer = '<footer>Of stone: {{theme.motto}}</footer>'
  const brought = await bring(await zip({ 'partials/site-footer.hbs': footer, 'assets/css/a.css': 'a{}' }, { settings }))
  t.match(brought, { status: 303, location: '/admin/themes' })
  t.match((await browser.follow(brought)).text, /stone 1\.0\.0-[0-9a-f]{12} is installed, and nothing looks different yet/)
  const release = site.themes.list().find(theme => theme.name === 'stone')?.release ?? ''
  t.ok(existsSync(join(site.config.dataDir, 'themes/stone', release, 'theme.json')))
  t.match((await browser.get(`/admin/themes?check=stone&release=${release}`)).text, 'It can be used')

  const tried = await browser.post('/admin/themes', { name: 'stone', release, try: '1' })
  t.match((await browser.follow(await browser.follow(tried))).text, 'Of stone')
  t.notMatch((await new Browser(url).get('/')).text, 'Of stone')
  const form = await browser.get('/admin/customise')
  t.match(form.text, /Of this theme[\s\S]*name="set-corners"/)
  const saved = await browser.post('/admin/customise', {
    'set-corners': '1.5',
    'set-motto': 'Rolls & gathers',
    'look-palette': 'moss',
    'look-density': 'dense',
  })
  t.match(saved, { status: 303, location: '/admin/customise' })
  t.match((await maybeOwnDraft(site, rita))?.look, {
    theme: 'stone',
    release,
    settings: { corners: 1.5, motto: 'Rolls & gathers' },
    palette: 'moss',
    density: 'dense',
  })
  const draft = /name="draft" value="([^"]+)"/.exec((await browser.get('/admin/customise')).text)?.[1] ?? ''
  const publish = { action: 'look.publish', draft, back: '/admin/looks' }
  t.match((await browser.post('/admin/act', { ...publish, ask: '1' })).text, /look\.settings\.motto[\s\S]*Rolls &amp; gathers/)
  await browser.post('/admin/act', publish)
  const page = (await new Browser(url).get('/')).text
  t.match(page, 'Of stone: Rolls &amp; gathers')
  const sheet = /href="(\/assets\/looks\/[^"]+)"/.exec(page)?.[1] ?? ''
  t.match((await new Browser(url).get(sheet)).text, '--theme-corners: 1.5rem;')

  t.match(await browser.post('/admin/act', { action: 'theme.remove', name: 'stone', release, back: '/admin/themes' }), { status: 409 })
  t.match((await browser.get('/admin/looks')).text, /Version 1<\/b> <span class="state good">in use/)
  await browser.post('/admin/act', { action: 'look.restore', version: '', back: '/admin/looks' })
  t.notMatch((await new Browser(url).get('/')).text, 'Of stone')
  const { bytes } = await exportTheme(site, rita, { name: 'stone' })
  t.equal((await readThemePackage(bytes)).release, release, 'what is taken home is what was brought')
  t.match(await browser.get('/admin/theme-packages/default'), { status: 200, headers: { 'content-type': 'application/zip' } })
  await browser.post('/admin/act', { action: 'theme.remove', name: 'stone', release, back: '/admin/themes' })
  t.notOk(site.themes.list().some(theme => theme.name === 'stone'))
  const back = await browser.post('/admin/act', {
    action: 'look.restore',
    version: (await site.db('looks').first('id')).id,
    back: '/admin/looks',
  })
  t.match(back, { status: 409, text: /is not installed any more/ })
})

t.test('hostile and broken themes are refused before they are anywhere', async t => {
  const { site, url, bring } = await setUp(t)
  const bad: [Promise<Buffer>, RegExp][] = [
    [Promise.resolve(Buffer.from('no zip')), /cannot be read as a zip/],
    [zip({ 'assets/js/a.js': 'alert(1)' }), /bring no scripts/],
    [zip({ 'server.ts': 'x' }), /nothing like server\.ts/],
    [zip({}, { name: 'default' }), /a theme &quot;default&quot; of its own/],
    [zip({ 'home.hbs': '{{{title}}}' }), /only names ending in Html/],
    [zip({ 'home.hbs': '<p onclick="x()">' }), /onclick do not run/],
    [zip({ 'home.hbs': '<script>x()</script>' }), /Scripts inside of templates/],
    [zip({ 'partials/a.hbs': '{{> b}}', 'partials/b.hbs': '{{> a}}{{> a}}' }), /in a circle: a → b → a|in a circle: b → a → b/],
    [zip({ 'home.hbs': '{{> (lookup . "x")}}' }), /its name is written out/],
    [zip({ 'assets/css/a.css': '@im\\70ort url(//evil.example/x.css);' }), /@import is not allowed/],
    [zip({ 'assets/a.svg': '<svg><script>1</script></svg>' }), /may hold no scripts/],
    [zip({ 'layout.hbs': '<body>{{> @partial-block}}</body>' }), /head of its pages lacks/],
    [zip({}, { settings: { properties: { size: { type: 'number' } } } }), /&quot;size&quot; should have a title/],
  ]
  for (const [bytes, reason] of bad) {
    const answer = await bring(await bytes)
    t.ok(answer.status === 422 || answer.status === 409, `${reason}: ${answer.status}`)
    t.match(answer.text, reason)
  }
  t.same(await site.db('theme_releases'), [])
  const member = new Browser(url)
  await signInAs(site, member, await makeMember(site, 'bob'))
  await member.get('/settings/profile')
  for (const path of ['/admin/themes', '/admin/customise', '/admin/templates', '/admin/looks', '/admin/theme-packages/default'])
    t.equal((await member.get(path)).status, 403, path)
  t.equal((await member.post('/admin/customise', { 'look-css': 'a{}' })).status, 403)
})

t.test('a template is found, changed when every page can be shown with it, compared and taken back', async t => {
  const { site, browser, rita } = await setUp(t)
  t.match((await browser.get('/admin/templates?search=wordmark')).text, /partials\/\w[\w-]*\.hbs<\/code>/)
  const path = 'partials/site-footer.hbs'
  const address = `/admin/templates?file=${encodeURIComponent(path)}`
  const page = await browser.get(address)
  t.match(page.text, 'This site runs on Tributary')
  const script = /src="(\/assets\/editor\/[0-9a-f]{16}\.js)"/.exec(page.text)?.[1] ?? ''
  t.match(await browser.get(script), { status: 200, headers: { 'cache-control': /immutable/ } })

  const refused = await browser.post('/admin/templates', { path, text: '<footer>\n{{{site.name}}}\n</footer>' })
  t.equal(refused.status, 422)
  t.match(refused.text, /data-line="2">partials\/site-footer\.hbs: \{\{\{site\.name\}\}\} should be/)
  t.match(refused.text, '&lt;footer&gt;', 'what was typed is still there')
  t.equal((await browser.post('/admin/templates', { path: '../x.hbs', text: 'x' })).status, 404)
  t.equal(await maybeOwnDraft(site, rita), undefined)

  await browser.post('/admin/templates', { path, text: '<footer>\r\nMine\r\n</footer>' })
  t.equal((await maybeOwnDraft(site, rita))?.look.files[path], '<footer>\nMine\n</footer>')
  t.match((await browser.get(address)).text, /<tr class="new">[\s\S]*Mine/)
  await browser.post('/admin/templates', { path, reset: '1' })
  t.same((await maybeOwnDraft(site, rita))?.look.files, {})
})

t.test('a page that fails is shown by the parent, counted, and said on the overview', async t => {
  const { site, url, browser, bring } = await setUp(t)
  // The site of the check has another name, so that this is found out only by readers.
  const loop = (deep: number): string => (deep === 0 ? 'x' : `{{#each @root}}${loop(deep - 1)}{{/each}}`)
  await bring(await zip({ 'groups.hbs': `{{#> layout}}{{#if (eq @root.site.name "Tributary")}}${loop(8)}{{/if}}{{/layout}}` }))
  await activateTheme(site, system, { name: 'stone' })
  const answer = await new Browser(url).get('/groups')
  t.match(answer, { status: 200, text: /<h1/ })
  t.match(site.themes.problems(), [{ theme: 'stone', template: 'groups', count: 1 }])
  t.match((await browser.get('/admin')).text, /The theme stone could not show groups \(once\)/)
})

t.test('whatever lies in the data folder, the site starts and shows something', async t => {
  const { site, url, bring } = await setUp(t)
  await bring(await zip({ 'partials/site-footer.hbs': '<footer>Of stone</footer>' }))
  await activateTheme(site, system, { name: 'stone' })
  const release = site.look.current.look.release
  const folder = join(site.config.dataDir, 'themes/stone', release)
  await writeFile(join(folder, 'theme.json'), '{"name": "stone", "title": 7')
  site.themes.setInstalled([])
  await site.look.rescan()
  await site.look.show(site.settings.look)
  t.match(site.look.problem, /no theme "stone"/)
  t.match(await new Browser(url).get('/'), { status: 200 })
  await writeFile(join(folder, 'theme.json'), JSON.stringify(manifest))
  await mkdir(dirname(join(folder, 'home.hbs')), { recursive: true })
  await writeFile(join(folder, 'home.hbs'), '{{#if}}')
  await site.look.rescan()
  await site.look.show(site.settings.look)
  t.match(site.look.problem, /home\.hbs/)
  t.match(await new Browser(url).get('/'), { status: 200 })
})
