import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { system } from '../../../core/actor.ts'
import { checkPlugin } from '../../../core/plugin-kit/check-plugin.ts'
import { developPlugin } from '../../../core/plugin-kit/develop-plugin.ts'
import { newPlugin } from '../../../core/plugin-kit/new-plugin.ts'
import { testPlugin } from '../../../core/plugin-kit/test-plugin.ts'
import { applyFilter } from '../../../core/plugins/apply-filter.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { filters, makePluginFolder, writePlugin } from '../plugins/write-plugin.ts'

t.test('a new plugin passes its check and its test at once', async t => {
  const folder = makePluginFolder(t)
  newPlugin(folder, 'waves', 'sandbox')
  t.throws(() => newPlugin(folder, 'waves', 'sandbox'), { code: 'conflict' })
  t.throws(() => newPlugin(folder, '../waves', 'sandbox'), { code: 'invalid' })
  t.match(await checkPlugin(join(folder, 'waves')), { errors: [], warnings: [/homepage/, /LICENCE/] })
  for (const runtime of ['trusted', 'declarative'] as const) {
    newPlugin(folder, `more-${runtime}`, runtime)
    t.same((await checkPlugin(join(folder, `more-${runtime}`))).errors, [])
  }
  // A sandboxed one is tried twice; one process is enough here.
  t.match(await testPlugin(join(folder, 'more-declarative')), [{ runtime: 'declarative', ok: true }])
})

t.test('a check says what is missing, too much or not allowed', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'odd', { runtime: 'sandbox', ...filters }, `host.on('like.added', () => {}); setInterval(() => {}, 5)`, {
    'templates/odd.hbs': '{{#if}}',
    'migrations/20260101_a.ts': 'export async function up() {}',
  })
  const { errors, warnings } = await checkPlugin(join(folder, 'odd'))
  t.match(errors.join('\n'), /only a trusted plugin has migrations/)
  t.match(errors.join('\n'), /odd\.hbs/)
  t.match(errors.join('\n'), /host\.on needs the capability "events:listen"/)
  t.match(warnings.join('\n'), /asks for "content:filter", but does not seem to use it/)
  t.match(warnings.join('\n'), /setInterval/)
  t.match(await checkPlugin(join(folder, 'nothing')), { errors: [/there is no such file/] })
})

t.test('what is saved runs on the site, what is broken stays out, and the end puts back what was there', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-dev-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  newPlugin(folder, 'waves', 'sandbox')
  const { site } = await makeServedSite(t)
  const lines: string[] = []
  const heard = async (pattern: RegExp): Promise<void> => {
    while (!lines.some(line => pattern.test(line))) await new Promise(resolve => setTimeout(resolve, 30))
    lines.length = 0
  }
  const said = async () => (await applyFilter(site, 'entry.publishing', { authorId: 'a', body: ':wave:' })).body
  const development = await developPlugin(site, join(folder, 'waves'), line => lines.push(line))
  t.equal(await said(), '👋')
  const [entry, wave] = [join(folder, 'waves/index.ts'), join(folder, 'waves/wave.ts')]
  lines.length = 0
  writeFileSync(entry, readFileSync(entry, 'utf8').replace('.sign)', ".sign) + '!'"))
  await heard(/Swapped in/)
  t.equal(await said(), '👋!')
  const good = readFileSync(wave, 'utf8')
  writeFileSync(wave, good.replace("':wave:'", "':weave:'"))
  await heard(/took it back.*It does not wave/)
  t.equal(await said(), '👋!', 'the self-test failed')
  writeFileSync(wave, `${good}const {`)
  await heard(/stays as it was/)
  t.equal(await said(), '👋!')
  await development.close()
  t.equal(
    (await listPlugins(site, system)).some(plugin => plugin.name === 'waves'),
    false,
  )
})
