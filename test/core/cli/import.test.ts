import { existsSync, readdirSync } from 'node:fs'
import t from 'tap'
import { makeProgram } from '../../../core/cli/program.ts'
import { importsFolder } from '../../../core/imports/import-batch.ts'
import { takeBackBatch } from '../../../core/imports/take-back-batch.ts'
import type { OpenSite } from '../../../core/open-site.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, root } from '../../../core/testing/make-site.ts'
import { boxed, sendBox, writeBoxes } from '../imports/boxes-plugin.ts'

/** Runs the command on a site that is open already, and returns what it prints. */
async function command(opened: OpenSite, ...args: string[]): Promise<unknown[]> {
  const printed: unknown[] = []
  const cli = {
    root,
    environment: {},
    config: () => opened.site.config,
    open: async () => opened,
    print: (value: unknown) => printed.push(value),
    close: async () => {},
  }
  await makeProgram(cli).parseAsync(['import', ...args, '--json'], { from: 'user' })
  return printed
}

t.test('an archive is looked through and brought in on the command line', async t => {
  const opened = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  const { site } = opened
  const ann = await makeMember(site, 'ann')
  const { path } = await sendBox(t, [boxed(1), boxed(2), boxed(3, { isReply: true }), 'skip'])

  const preview = { importer: 'boxes.box', entries: 3, replies: 1, skipped: { things: 1 }, samples: [{ excerpt: 'Number 2' }] }
  t.match(await command(opened, path, '--as', 'ann', '--dry-run'), [preview])
  t.equal((await site.db('import_batches')).length, 0, 'nothing is kept')

  const [report] = (await command(opened, path, '--as', 'ann')) as { id: string }[]
  t.match(report, { importer: 'boxes.box', brought: 2, known: 0, leftOut: 2, refused: 0 })
  t.ok(existsSync(path), 'the file of the operator stays where it is')
  t.same(readdirSync(importsFolder(site)), [])
  t.match(await command(opened, path, '--as', 'ann', '--importer', 'boxes.box', '--replies'), [{ brought: 1, known: 2 }])
  t.same(await takeBackBatch(site, ann, { id: report!.id }), { removed: 2 })
})

t.test('what cannot be brought in is said', async t => {
  const opened = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  await makeMember(opened.site, 'ann')
  const { path } = await sendBox(t, [boxed(1), 'throw'])
  await t.rejects(command(opened, path, '--as', 'nobody'), { code: 'member-not-found' })
  await t.rejects(command(opened, `${path}.gone`, '--as', 'ann'), { message: /There is no file/ })
  await t.rejects(command(opened, path, '--as', 'ann', '--importer', 'boxes.other'), { message: /there is boxes\.box/ })
  await t.rejects(command(opened, path, '--as', 'ann', '--dry-run'), { code: 'conflict', message: /could not go on/ })
  await t.rejects(command(opened, path, '--as', 'ann'), { code: 'conflict', message: /could not go on/ })
})
