import t from 'tap'
import { system } from '../../../core/actor.ts'
import { makeRouter } from '../../../core/http/router.ts'
import { addRoutes } from '../../../core/http/routes.ts'
import { reservedPaths } from '../../../core/members/reserved-handles.ts'
import { openToPlugins } from '../../../core/plugin-contract/plugin-addresses.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { makePluginFolder, writePlugin } from '../plugins/write-plugin.ts'

const code = `
  host.page('one', ({ input }) => ({ word: input.word }))
  host.route('say', ({ input }) =>
    input.word === 'no' ? { page: 'one', view: { word: 'refused' }, status: 422 } : { redirect: '/wishes/' + input.word })`
const input = { type: 'object', properties: { word: { type: 'string' } } }
const contributes = {
  pages: [{ id: 'one', at: '/wishes/:word', title: 'A wish', template: 'wishful', for: 'everyone', input, menu: true }],
  routes: [{ id: 'say', method: 'POST', at: '/wishes', for: 'everyone', input }],
}
const template = '{{#> layout title=title}}<p class="word">{{word}}</p><form method="post" action="/wishes">{{> csrf}}</form>{{/layout}}'

t.test('a trusted plugin answers at addresses of the site', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'wishful', { title: 'Wishes', contributes }, code, { 'templates/wishful.hbs': template })
  const { site, url } = await makeServedSite(t, { pluginFolders: [folder] })
  t.match(await listPlugins(site, system), [{ name: 'wishful', state: 'enabled' }])
  const visitor = new Browser(url)
  t.match(await visitor.get('/wishes/bread'), { status: 200, text: /class="word">bread</ })
  t.match((await visitor.get('/public')).text, /href="\/wishes\/:word"[^>]*>/, 'in the menu')
  t.match(await visitor.post('/wishes', { word: 'soup' }), { status: 303, headers: { location: '/wishes/soup' } })
  t.match(await visitor.post('/wishes', { word: 'no' }), { status: 422, text: /class="word">refused</ }, 'a form is shown again')
  t.equal((await visitor.get('/wishes')).status, 404)
  t.equal((await visitor.get('/governance/ledger.jsonl')).status, 200, 'what the core answers stays')
})

t.test('not for others, and not what is taken', async t => {
  const folder = makePluginFolder(t)
  const files = { 'templates/wishful.hbs': template }
  writePlugin(folder, 'wishful', { title: 'Wishes', contributes }, code, files)
  const own = JSON.parse(JSON.stringify(contributes).replaceAll('wishful', 'zealous'))
  writePlugin(folder, 'zealous', { title: 'Same', contributes: own }, code, { 'templates/zealous.hbs': template })
  const at = (place: string) => ({ contributes: { pages: [{ ...contributes.pages[0], at: place, template: 'x' }] } })
  writePlugin(folder, 'x-core', at('/privacy'), code)
  writePlugin(folder, 'x-entries', at('/entries/all'), code)
  writePlugin(folder, 'x-sandbox', { runtime: 'sandbox', ...at('/wishes/mine') }, code)
  const { site } = await makeServedSite(t, { pluginFolders: [folder] })
  const problems = new Map((await listPlugins(site, system)).map(({ name, reason }) => [name, reason ?? '']))
  t.equal(problems.get('wishful'), '')
  t.match(problems.get('zealous'), /The address \/wishes\/:word belongs to the plugin "wishful" already/)
  t.match(problems.get('x-core'), /"\/privacy" is an address of the site itself/)
  t.match(problems.get('x-entries'), /"\/entries\/all" should begin with one of /)
  t.match(problems.get('x-sandbox'), /The address "\/wishes\/mine" is for trusted plugins alone/)
})

t.test('what the core answers below such an address is known, and no handle hides it', async t => {
  const router = makeRouter()
  addRoutes(router)
  const paths = router.stack.map(layer => String(layer.path)).filter(path => !path.endsWith('{/*path}'))
  for (const [first, taken] of Object.entries(openToPlugins)) {
    t.ok(reservedPaths.includes(first), first)
    const answered = paths.filter(path => path === `/${first}` || path.startsWith(`/${first}/`))
    t.same([...new Set(answered)].sort(), [...taken].sort(), 'core/plugin-contract/plugin-addresses.ts')
  }
})
