import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { fromBufferPromise } from 'yauzl'
import { describeCode } from '../../../core/source/running-code.ts'
import { writeReleaseList } from '../../../core/source/write-release-list.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

t.test('everybody can have the code that runs, without what belongs to the site', async t => {
  const { url, site } = await makeServedSite(t)
  const visitor = new Browser(url)
  t.match((await visitor.get('/public')).text, 'href="/source"')
  t.match(await visitor.get('/source'), { status: 200, text: /href="\/source\.zip"/ })
  const answer = await fetch(`${url}/source.zip`)
  t.match(answer.headers.get('content-disposition'), /tributary-\d+\.\d+\.\d+\.zip/)
  const zip = await fromBufferPromise(Buffer.from(await answer.arrayBuffer()), { lazyEntries: true })
  const names: string[] = []
  for await (const entry of zip.eachEntry()) names.push(entry.fileName.replace(/^[^/]+\//, ''))
  for (const name of ['core/main.ts', 'plugins/feeds/plugin.json', 'themes/default/layout.hbs']) t.ok(names.includes(name), name)
  t.notOk(names.some(name => /node_modules|site\.json|^data\/|\.sqlite|keys\//.test(name)))
  t.ok(site.config.dataDir)
})

t.test('what differs from the release is told without git', async t => {
  const root = mkdtempSync(join(tmpdir(), 'tributary-code-'))
  t.teardown(() => rmSync(root, { recursive: true }))
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: root, encoding: 'utf8' }).trim()
  for (const folder of ['core', 'plugins/sail']) mkdirSync(join(root, folder), { recursive: true })
  for (const name of ['core/a.ts', 'core/b.ts', 'core/ö.ts', 'LICENSE']) writeFileSync(join(root, name), name)
  t.match(await describeCode({ root }), { compared: 'unknown', changed: [], files: ['core/a.ts', 'core/b.ts', 'core/ö.ts'] })
  git('init', '-q')
  git('add', '-A')
  git('commit', '-q', '-m', 'one')
  t.match(await describeCode({ root }), { compared: 'commit', commit: git('rev-parse', 'HEAD'), changed: [], added: [], removed: [] })
  await writeReleaseList(root)
  t.match(await describeCode({ root }), { compared: 'release', changed: [], added: [], removed: [] })
  writeFileSync(join(root, 'core/a.ts'), 'mine')
  rmSync(join(root, 'core/b.ts'))
  writeFileSync(join(root, 'plugins/sail/index.ts'), 'new')
  const code = await describeCode({ root })
  t.match(code, { changed: ['core/a.ts'], added: ['plugins/sail/index.ts'], removed: ['core/b.ts'] })
  t.same((await describeCode({ root })).compared, 'release')
  rmSync(join(root, 'release.json'))
  t.match(await describeCode({ root }), { compared: 'commit', changed: ['core/a.ts'] })
  t.ok(code.files.includes('LICENSE') && !code.files.includes('core/b.ts'))
})
