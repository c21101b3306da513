import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readLock } from '../../../core/packages/lock-file.ts'
import { developPlugin } from '../../../core/plugin-kit/develop-plugin.ts'
import { newPlugin } from '../../../core/plugin-kit/new-plugin.ts'
import { applyFilter } from '../../../core/plugins/apply-filter.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

// Others on the machine have temporary files as well.
process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'tributary-dev-'))
t.teardown(() => rmSync(process.env.TMPDIR ?? '', { recursive: true, force: true }))

for (const runtime of ['sandbox', 'trusted'] as const) {
  t.test(`one swap after the other, with mistakes between them, leaves nothing behind: ${runtime}`, async t => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-dev-'))
    t.teardown(() => rmSync(folder, { recursive: true }))
    newPlugin(folder, 'waves', runtime)
    const { site } = await makeServedSite(t, { pluginFolders: [] })
    const lines: string[] = []
    const heard = async (pattern: RegExp): Promise<string> => {
      while (!lines.some(line => pattern.test(line))) await new Promise(resolve => setTimeout(resolve, 10))
      return lines.splice(0).join('\n')
    }
    const said = async () => (await applyFilter(site, 'entry.publishing', { authorId: 'a', body: ':wave:' })).body
    const workers = () => process.getActiveResourcesInfo().filter(name => /Worker|MessagePort/.test(name)).length
    const held = () => [process.listenerCount('SIGINT'), site.registry.filters.get('entry.publishing')?.length ?? 0]
    const entry = join(folder, 'waves/index.ts')
    const text = readFileSync(entry, 'utf8')
    const temporary = () =>
      readdirSync(tmpdir()).filter(name => /^(tributary|esbuild)-/.test(name) && !/^tributary-(test|plugins|dev)-/.test(name)).length

    const before = { temporary: temporary(), workers: workers() }
    const development = await developPlugin(site, join(folder, 'waves'), line => lines.push(line))
    t.equal(await said(), '👋')
    const first = { workers: workers(), held: held() }
    lines.length = 0
    for (let swap = 1; swap <= 4; swap++) {
      writeFileSync(entry, `${text}const {`)
      await heard(/stays as it was/)
      t.equal(await said(), swap === 1 ? '👋' : `👋${swap - 1}`, 'a mistake changes nothing')
      writeFileSync(entry, text.replace('draft.body, sign)', `draft.body, sign) + '${swap}'`))
      t.comment(await heard(/Swapped in/))
      t.equal(await said(), `👋${swap}`, `swap ${swap}`)
      t.same({ workers: workers(), held: held() }, first, 'as many workers, listeners and filters as after the first')
    }
    await development.close()
    await site.refresh()
    t.equal(site.registry.filters.size, 0)
    t.equal(readLock(site.config.dataDir).plugins.waves?.active, undefined)
    t.same({ temporary: temporary(), workers: workers() }, before)
    const left = join(site.config.dataDir, 'plugins/waves')
    t.same(existsSync(left) ? readdirSync(left) : [], [], 'no version of a draft stays on disk')
  })
}
