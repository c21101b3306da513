import { existsSync, readdirSync } from 'node:fs'
import t from 'tap'
import { system, visitor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { batchReport } from '../../../core/imports/batch-report.ts'
import { discardBatch } from '../../../core/imports/discard-batch.ts'
import { archivePath, findBatch, importsFolder } from '../../../core/imports/import-batch.ts'
import { keepArchive } from '../../../core/imports/keep-archive.ts'
import { startBatch } from '../../../core/imports/start-batch.ts'
import { stopBatch } from '../../../core/imports/stop-batch.ts'
import { sweepImports } from '../../../core/imports/sweep-imports.ts'
import { restoreBatch, takeBackBatch } from '../../../core/imports/take-back-batch.ts'
import { workOnBatch } from '../../../core/imports/work-on-batch.ts'
import { destroyAccount } from '../../../core/members/destroy-account.ts'
import type { Site } from '../../../core/site.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeSite } from '../../../core/testing/make-site.ts'
import { boxed, sendBox, sendZip, workOff, writeBoxes } from './boxes-plugin.ts'

const everything = [
  boxed(1),
  boxed(2),
  boxed(3, { isReply: true }),
  boxed(4, { audience: 'followers' }),
  boxed(5, { tags: ['Box'] }),
  'skip',
]

async function count(site: Site, where: object = {}): Promise<number> {
  const row = await site.db('entries').where(where).count({ n: '*' }).first()
  return Number(row?.n)
}

async function allOf(lines: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const line of lines) text += line
  return text
}

const here = { removedAt: null }

t.test('an archive is looked through, brought in, taken back, put back, and brought again without doubles', async t => {
  const { site, outbox } = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const { id } = await keepArchive(site, ann, await sendBox(t, everything))
  await workOff(site)
  const found = await findBatch(site.db, ann.id, id)
  t.match(JSON.parse(found.preview!), {
    entries: 5,
    replies: 1,
    forFollowers: 1,
    known: 0,
    skipped: { things: 1 },
    oldest: /^2020-01-01/,
    newest: /^2020-01-05/,
  })
  t.match(JSON.parse(found.preview!).samples, [{ excerpt: 'Number 5' }, { excerpt: 'Number 2' }, { excerpt: 'Number 1' }])
  t.equal(await count(site), 0)

  await startBatch(site, ann, { id })
  await workOff(site)
  await outbox.drained()
  const done = await findBatch(site.db, ann.id, id)
  t.match(done, { brought: 3, known: 0, leftOut: 3, refused: 0, file: null, problem: null, endedAt: String })
  t.same(readdirSync(importsFolder(site)), [], 'nothing of the file stays')
  const rows = await site
    .db('entries')
    .orderBy('publishedAt')
    .select('bodyHtml', 'publishedAt', 'bumpedAt', 'viaName', 'link', 'viaUrl', 'sourceId', 'importBatchId')
  t.match(rows[0], {
    bodyHtml: '<p>Number 1</p>',
    bumpedAt: '2020-01-01T10:00:00.000Z',
    viaName: 'Boxes',
    link: null,
    viaUrl: 'https://box.example/1',
    sourceId: null,
    importBatchId: id,
  })
  t.equal((await site.db('notifications')).length, 0, 'nobody is told of old things')
  t.match(await site.db('tags').first('name', 'uses'), { name: 'box', uses: 1 })

  await t.rejects(takeBackBatch(site, bob, { id }), { code: 'import-not-found' })
  t.same(await takeBackBatch(site, ann, { id }), { removed: 3 })
  t.equal(await count(site, here), 0)
  await t.rejects(takeBackBatch(site, ann, { id }), { code: 'conflict' })
  await t.rejects(restoreBatch(site, bob, { id }), { code: 'import-not-found' })
  t.same(await restoreBatch(site, ann, { id }), { restored: 3 })
  t.equal(await count(site, here), 3)
  await t.rejects(restoreBatch(site, ann, { id }), { code: 'conflict' })

  const again = await keepArchive(site, ann, await sendBox(t, everything))
  await workOff(site)
  t.match(JSON.parse((await findBatch(site.db, ann.id, again.id)).preview!), { known: 3 })
  await takeBackBatch(site, ann, { id })
  await outbox.drained()
  t.match(await site.db('tags').first('uses'), { uses: 0 })
  await startBatch(site, ann, { id: again.id, replies: 'yes' })
  await workOff(site)
  t.match(await findBatch(site.db, ann.id, again.id), { brought: 4, known: 0, leftOut: 2 })
  t.equal(await count(site, here), 4)
  t.equal(await count(site), 4, 'what was taken back came in again as it was')
  t.equal(await count(site, { importBatchId: again.id }), 4)
  t.match(await site.db('tags').first('uses'), { uses: 1 })

  const lines = await allOf(batchReport(site, ann, { id: again.id }))
  t.match(lines, /^what,published,here,original,problem\r\nin,2020-01-/)
  await t.rejects(allOf(batchReport(site, bob, { id })), { code: 'import-not-found' })
})

t.test('what a source or somebody has brought in already is not brought in twice, nor changed', async t => {
  const { site } = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  const ann = await makeMember(site, 'ann')
  const first = await keepArchive(site, ann, await sendBox(t, [boxed(1), boxed(2)]))
  await workOff(site)
  await startBatch(site, ann, { id: first.id })
  await workOff(site)
  await site.db.transaction(trx => trx('entries').where({ viaUrl: 'https://box.example/1' }).update({ origin: 'from a source' }))
  const { id } = await keepArchive(site, ann, await sendBox(t, [boxed(1, { html: 'other' }), boxed(2, { html: '<p>Edited</p>' })]))
  await workOff(site)
  await startBatch(site, ann, { id })
  await workOff(site)
  t.match(await findBatch(site.db, ann.id, id), { brought: 0, known: 2 })
  t.same(await site.db('entries').orderBy('publishedAt').select('bodyHtml'), [
    { bodyHtml: '<p>Number 1</p>' },
    { bodyHtml: '<p>Edited</p>' },
  ])
})

t.test('work that was stopped goes on where it was, and brings everything once', async t => {
  const { site } = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  const ann = await makeMember(site, 'ann')
  const { id } = await keepArchive(
    site,
    ann,
    await sendBox(
      t,
      [1, 2, 3, 4, 5].map(number => boxed(number)),
    ),
  )
  await workOff(site)
  const begun = { startedAt: site.now().toISOString() }
  await site.db.transaction(trx => trx('import_batches').where({ id }).update(begun))
  let pages = 0
  const killed = workOnBatch(site, id, async () => {
    if (pages++ === 2) throw new Error('The power went.')
  })
  await t.rejects(killed, /power/)
  t.equal(await count(site), 4)
  await t.rejects(stopBatch(site, ann, { id }), { code: 'conflict' }, 'nobody is at it')
  await startBatch(site, ann, { id })
  await workOff(site)
  t.match(await findBatch(site.db, ann.id, id), { brought: 5, known: 0 })
  t.equal(await count(site), 5)
})

t.test('what was for followers stays out of a public feed, also when the feed is opened in between', async t => {
  const { site } = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const list = [boxed(1), boxed(2, { audience: 'followers' })]
  const { id } = await keepArchive(site, ann, await sendBox(t, list))
  await workOff(site)
  await site.db.transaction(trx => trx('feeds').where({ id: ann.id }).update({ access: 'public' }))
  await startBatch(site, ann, { id })
  await workOff(site)
  t.match(await findBatch(site.db, ann.id, id), { brought: 1, leftOut: 1 })
  t.same(await site.db('entries').select('viaUrl'), [{ viaUrl: 'https://box.example/1' }])
})

t.test('while something is being done, nothing else is; who brought it can stop it', async t => {
  const { site } = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const { id } = await keepArchive(site, ann, await sendBox(t, [boxed(1)]))
  await workOff(site)
  await t.rejects(takeBackBatch(site, ann, { id }), { code: 'conflict' }, 'nothing is in')
  // As if another process were at it.
  const task = { id, name: 'imports.work', subject: id, input: '{}', createdAt: '', leasedUntil: '2999-01-01' }
  await site.db.transaction(trx => trx('tasks').insert(task))
  await t.rejects(startBatch(site, ann, { id }), { code: 'conflict' })
  await t.rejects(discardBatch(site, ann, { id }), { code: 'conflict' })
  for (const verb of [startBatch, stopBatch, discardBatch]) await t.rejects(verb(site, bob, { id }), { code: 'import-not-found' })
  await stopBatch(site, ann, { id })
  t.match(await site.db('tasks').where({ id }).first(), { cancelledBy: ann.id, endedAt: null })
  await site.db.transaction(trx => trx('tasks').where({ id }).update({ endedAt: '2026' }))
  await discardBatch(site, ann, { id })
  t.same(await site.db('import_batches'), [])
})

t.test('a plugin that fails, lies or never ends stops the work and says so; it can be gone on with', async t => {
  const { site } = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  const ann = await makeMember(site, 'ann')
  for (const slip of ['throw', 'endless', 'wrong']) {
    const { id } = await keepArchive(site, ann, await sendBox(t, [boxed(1), boxed(2), slip]))
    await workOff(site)
    t.match(await findBatch(site.db, ann.id, id), { readAt: null, problem: /could not go on/ }, slip)
    await startBatch(site, ann, { id })
    t.equal((await findBatch(site.db, ann.id, id)).problem, null)
    await workOff(site)
    await discardBatch(site, ann, { id })
    await t.rejects(findBatch(site.db, ann.id, id), { code: 'import-not-found' })
  }
  t.equal(await count(site), 0)
  t.same(readdirSync(importsFolder(site)), [])
})

t.test('files that nothing reads, hostile ones and too many are refused', async t => {
  const { site } = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  const ann = await makeMember(site, 'ann')
  await t.rejects(keepArchive(site, visitor, await sendBox(t, [])), { code: 'unauthorized' })
  const refused = async (files: Record<string, string>, problem: RegExp, name = 'box.zip') =>
    t.rejects(keepArchive(site, ann, await sendZip(t, files, name)), { code: 'invalid', message: problem })
  await refused({ 'other.json': '[]' }, /Boxes \(\.zip or \.json with box\.json in it\)/)
  await refused({ 'toolbox.json': '[]' }, /no archive that can be read/)
  await refused({ 'box.json': '[]' }, /no archive that can be read/, 'box.rar')
  await refused({ 'box.json': '[]', 'BOX.json': '[]' }, /twice/)
  await t.rejects(keepArchive(site, ann, await sendBox(t, []), 'boxes.other'), { code: 'invalid' })
  const large = await sendZip(t, { 'box.json': '[]' })
  await t.rejects(keepArchive(site, ann, { ...large, bytes: 1_100_000 }), { message: /at most 1 MB/ })
  for (let number = 0; number < 3; number++) await keepArchive(site, ann, await sendBox(t, []))
  await t.rejects(keepArchive(site, ann, await sendBox(t, [])), { code: 'conflict' })
})

t.test('a damaged archive brings in what can be read of it', async t => {
  const { site } = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  const ann = await makeMember(site, 'ann')
  const { id } = await keepArchive(
    site,
    ann,
    await sendZip(t, { 'box.json': `${JSON.stringify([boxed(1), boxed(2)]).slice(0, -1)},{"guid"` }),
  )
  await workOff(site)
  await startBatch(site, ann, { id })
  await workOff(site)
  t.match(await findBatch(site.db, ann.id, id), { brought: 2, refused: 1 })
  t.match(await site.db('import_refusals').select('what', 'why'), [{ what: 'No. 2', why: 'The file ends in the middle.' }])
})

t.test('without its plugin, what came in stays to be read, and can be taken back', async t => {
  const opened = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  const { site } = opened
  const ann = await makeMember(site, 'ann')
  const { id } = await keepArchive(site, ann, await sendBox(t, [boxed(1)]))
  await workOff(site)
  await startBatch(site, ann, { id })
  await workOff(site)
  const other = await keepArchive(site, ann, await sendBox(t, [boxed(2)]))
  await workOff(site)
  await site.act(system, 'plugin.disable', { name: 'boxes' })
  await opened.refresh()
  await startBatch(site, ann, { id: other.id })
  await workOff(site)
  t.match(await findBatch(site.db, ann.id, other.id), { problem: 'The plugin that reads this archive is switched off.' })
  t.equal(await count(site, here), 1)
  t.same(await takeBackBatch(site, ann, { id }), { removed: 1 })
  await t.rejects(keepArchive(site, ann, await sendBox(t, [])), { code: 'conflict', message: /switch on a plugin/ })
})

t.test('files that wait for nobody are swept, and what was taken back long ago but for what others said', async t => {
  let now = new Date('2026-06-01T00:00:00Z')
  const { site } = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)], now: () => now })
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const waiting = await keepArchive(site, ann, await sendBox(t, [boxed(9)]))
  const { id } = await keepArchive(site, ann, await sendBox(t, [boxed(1), boxed(2)]))
  await workOff(site)
  await startBatch(site, ann, { id })
  await workOff(site)
  const talked = await site.db('entries').where({ viaUrl: 'https://box.example/1' }).first('id')
  await publishComment(site, bob, { entry: talked.id, body: 'I remember.' })
  await takeBackBatch(site, ann, { id })
  await sweepImports(site)
  t.ok(existsSync(archivePath(site, waiting.file!)))
  t.equal(await count(site), 2)
  now = new Date('2026-07-02T00:00:00Z')
  await sweepImports(site)
  t.notOk(existsSync(archivePath(site, waiting.file!)))
  t.match(await findBatch(site.db, ann.id, waiting.id), { file: null, problem: /deleted/ })
  t.same(await site.db('entries').pluck('id'), [talked.id], 'and nobody sees it')
  await t.rejects(restoreBatch(site, ann, { id }), { code: 'conflict' })
  await t.rejects(startBatch(site, ann, { id: waiting.id }), { code: 'conflict' })
})

t.test('with the account all of it goes', async t => {
  const { site } = await makeOpenSite(t, { pluginFolders: [writeBoxes(t)] })
  const ann = await makeMember(site, 'ann')
  const { id } = await keepArchive(site, ann, await sendBox(t, [boxed(1)]))
  await workOff(site)
  await startBatch(site, ann, { id })
  await workOff(site)
  await keepArchive(site, ann, await sendBox(t, [boxed(2)]))
  await destroyAccount(site, ann.id)
  t.same(await site.db('import_batches'), [])
  t.same(readdirSync(importsFolder(site)), [])
  t.equal(await count(site), 0)
})

t.test('a site without importers has none to offer', async t => {
  const site = await makeSite(t, { pluginFolders: [] })
  const ann = await makeMember(site, 'ann')
  await t.rejects(keepArchive(site, ann, await sendBox(t, [])), { code: 'conflict' })
})
