import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { maybeOwnDraft } from '../../../core/looks/draft.ts'
import { publishLook } from '../../../core/looks/publish-look.ts'
import { restoreLook } from '../../../core/looks/restore-look.ts'
import { saveDraft } from '../../../core/looks/save-draft.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'
import { editLookFile } from '../../../core/theme-editor/edit-look-file.ts'
import { findLookFile, listLookFiles, searchLookFiles } from '../../../core/theme-editor/look-files.ts'
import { exportTheme } from '../../../core/theme-packages/pack-theme.ts'
import { readThemePackage } from '../../../core/theme-packages/theme-files.ts'

const entryCss = 'assets/css/entry.css'
const tokensCss = 'assets/css/tokens.css'
const german = 'locales/de.json'
const english = 'locales/en.json'

async function setUp(t: Teardown) {
  const { site, url } = await makeServedSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const look = async () => (await maybeOwnDraft(site, rita))?.look ?? site.look.current.look
  const textOf = async (path: string) => findLookFile(site, rita, await look(), path).text
  const publish = async () => {
    const draft = await maybeOwnDraft(site, rita)
    await publishLook(site, rita, { draft: draft!.id })
    return site.look.current.id
  }
  const sheetIn = (page: string, name: string) => new RegExp(`href="([^"]+/css/${name}\\.css)"`).exec(page)?.[1] ?? ''
  return { site, url, rita, look, textOf, publish, sheetIn }
}

const refusal = (text: RegExp) => ({ code: 'invalid', problems: { text } }) as never

t.test('a stylesheet is changed in a draft, published under an address of its own, and gone back from', async t => {
  const { site, url, rita, look, textOf, publish, sheetIn } = await setUp(t)
  const guest = new Browser(url)
  const original = await textOf(entryCss)
  const before = (await guest.get('/')).text
  const { draft } = await editLookFile(site, rita, { path: entryCss, text: `${original}.entry { outline: 1px solid teal }\r\n` })
  t.equal(draft.look.files[entryCss], `${original}.entry { outline: 1px solid teal }\n`)
  t.equal(sheetIn((await guest.get('/')).text, 'entry'), sheetIn(before, 'entry'), 'nobody else sees a draft')
  const id = await publish()
  const page = (await guest.get('/')).text
  const address = sheetIn(page, 'entry')
  t.match(address, new RegExp(`^/assets/looks/${id}/[0-9a-f]{10}/css/entry\\.css$`))
  t.equal(sheetIn(page, 'base'), sheetIn(before, 'base'), 'the others stay where browsers have them')
  t.match(await guest.get(address), {
    status: 200,
    text: /outline: 1px solid teal/,
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': /immutable/ },
  })
  t.match(await guest.get(address.replace('css/entry.css', 'vendor/source-serif-4-latin-wght-normal.woff2')), { status: 200 })
  for (const wrong of [address.replace(/[0-9a-f]{10}/, '0123456789'), address.replace('entry', 'nowhere'), address.replace(id, 'x')])
    t.equal((await guest.get(wrong)).status, 404, wrong)

  await restoreLook(site, rita, {})
  t.equal(sheetIn((await guest.get('/')).text, 'entry'), sheetIn(before, 'entry'))
  t.equal((await guest.get(address)).status, 200, 'a page that is still open keeps it')
  await editLookFile(site, rita, { path: entryCss, text: '.entry { color: teal }' })
  await editLookFile(site, rita, { path: entryCss, text: original.replaceAll('\n', '\r\n') })
  t.same((await look()).files, {}, 'as the theme has it is no change')
})

t.test('words are changed sentence by sentence, and only what differs is kept', async t => {
  const { site, url, rita, textOf, publish } = await setUp(t)
  const words = JSON.parse(await textOf(german)) as Record<string, string>
  t.equal(words.Home, 'Start')
  const changed = { ...words, Home: 'Zu <b>Hause</b>', '{people} liked this': '{people} fand das gut' }
  const { draft } = await editLookFile(site, rita, { path: german, text: JSON.stringify(changed, null, 2) })
  t.same(JSON.parse(draft.look.files[german]!), { Home: 'Zu <b>Hause</b>', '{people} liked this': '{people} fand das gut' })
  t.match(await textOf(german), '"Home": "Zu <b>Hause</b>"')
  t.equal(JSON.parse(await textOf(english)).Home, 'Home', 'English can be worded anew as well')
  await editLookFile(site, rita, { path: english, text: '{"Home": "The river"}' })
  await publish()
  const page = async (language: string) => {
    const answer = await fetch(url, { headers: { 'accept-language': language } })
    return answer.text()
  }
  t.match(await page('de'), 'Zu &lt;b&gt;Hause&lt;/b&gt;')
  t.match(await page('en'), '<title>The river')
  t.match(await site.db('looks').first('summary'), { summary: 'Words' })
})

t.test('what is wrong with a file is said by line, and nothing is kept', async t => {
  const { site, rita, look, textOf } = await setUp(t)
  const cases: [string, string, RegExp][] = [
    [entryCss, '@import "https://evil.example/x.css";', /assets\/css\/entry\.css: @import is not allowed/],
    [entryCss, 'a { background: url(//evil.example/x.png) }', /leads to another host/],
    [german, '{"Home":\n"x"', /locales\/de\.json: should be JSON/],
    [german, '[]', /an object of sentences/],
    [german, '{\n"Home": "Start",\n"Never said": "x"\n}', /"Never said" is no sentence of this site.*\(line 3\)/],
    [german, '{"Home": 7}', /"Home" should be text/],
    [german, '{"{people} liked this": "Gut"}', /should keep \{people\}/],
    [german, '{"{people} liked this": "{people} {me}"}', /names \{me\}/],
    [german, '{"{people} liked this": "{people"}', /is not a message/],
    [german, '{"Home": " "}', /should not be empty/],
    [german, '{"Home": "a\\u0007"}', /should be one line/],
  ]
  for (const [path, text, reason] of cases) await t.rejects(editLookFile(site, rita, { path, text }), refusal(reason), String(reason))
  const colours = await textOf(tokensCss)
  const pale = colours.replace(/--ink: light-dark\([^,]+,/, '--ink: light-dark(oklch(0.9 0 0),')
  await t.rejects(editLookFile(site, rita, { path: tokensCss, text: pale }), refusal(/contrast/))
  for (const path of ['assets/css/nowhere.css', 'locales/xx.json', '../theme.json', 'assets/../x.css', 'assets/icons.svg'])
    await t.rejects(editLookFile(site, rita, { path, text: '{"a":"b"}' }), { code: 'invalid' }, path)
  await t.rejects(editLookFile(site, visitor, { path: entryCss, text: 'a{}' }), { code: 'forbidden' })
  t.throws(() => listLookFiles(site, visitor, site.look.current.look), { code: 'forbidden' })
  t.same((await look()).files, {})
})

t.test('all kinds are found together, and taken home in a zip', async t => {
  const { site, rita, look, publish } = await setUp(t)
  const found = searchLookFiles(listLookFiles(site, rita, await look()), 'wordmark').map(({ path }) => path)
  t.ok(found.includes('partials/wordmark.hbs') && found.some(path => path.endsWith('.css')), found.join())
  t.same(
    searchLookFiles(listLookFiles(site, rita, await look()), 'Erwähnungen von dir').map(({ path }) => path),
    [german],
  )
  await saveDraft(site, rita, before => ({ ...before, theme: 'classic' }))
  await editLookFile(site, rita, { path: entryCss, text: '.entry { color: teal }' })
  await editLookFile(site, rita, { path: german, text: '{"Home": "Daheim"}' })
  await publish()
  const { bytes } = await exportTheme(site, rita, { name: 'classic' })
  const { files } = await readThemePackage(bytes)
  t.equal(String(files.get(entryCss)), '.entry { color: teal }')
  t.same(JSON.parse(String(files.get(german))), { Home: 'Daheim' })
})

t.test('the panel shows all kinds, with what differs', async t => {
  const { site, url, rita } = await setUp(t)
  const browser = new Browser(url)
  await signInAs(site, browser, rita)
  const tree = (await browser.get('/admin/templates')).text
  for (const title of ['Pages', 'Parts', 'Styles', 'Words']) t.match(tree, `<summary>${title}`)
  const address = `/admin/templates?file=${encodeURIComponent(german)}`
  t.match((await browser.get(address)).text, /data-code="words"[\s\S]*&quot;Home&quot;: &quot;Start&quot;/)
  const refused = await browser.post('/admin/templates', { path: german, text: '{\n"Nothing": "x"}' })
  t.match(refused, { status: 422, text: /data-line="2"[\s\S]*is no sentence of this site/ })
  const saved = await browser.post('/admin/templates', { path: german, text: '{"Home": "Daheim"}' })
  t.equal(saved.status, 303)
  const page = (await browser.get(address)).text
  t.match(page, /<tr class="new">[\s\S]*Daheim/)
  t.match(page, /Changed here/)
  const footer = { path: 'partials/site-footer.hbs', text: '<footer>Mine</footer>' }
  t.match((await browser.follow(await browser.post('/admin/templates', footer))).text, /Worth knowing: .*leaves out/)
  await browser.post('/admin/templates', { path: german, reset: '1' })
  t.same(Object.keys((await maybeOwnDraft(site, rita))!.look.files), [footer.path])
})
