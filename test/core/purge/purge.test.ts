import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { system } from '../../../core/actor.ts'
import { makeBackup } from '../../../core/backup/make-backup.ts'
import { proveSite } from '../../../core/backup/prove-site.ts'
import { restoreBackup } from '../../../core/backup/restore-backup.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import type { Config } from '../../../core/config/config-schema.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import { importEntries } from '../../../core/entries/import-entry.ts'
import { originOfSource } from '../../../core/entries/import-origin.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { savePictures } from '../../../core/entries/save-pictures.ts'
import { saveAvatar } from '../../../core/media/save-avatar.ts'
import { openSite } from '../../../core/open-site.ts'
import { countOwn } from '../../../core/own-data/read-own.ts'
import { listPurges } from '../../../core/purge/list-purges.ts'
import { openEvidence } from '../../../core/purge/open-evidence.ts'
import { keepToRetention } from '../../../core/retention/keep-to-retention.ts'
import type { Site } from '../../../core/site.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'
import { makeSource } from '../../../core/testing/make-source.ts'
import { emptyPlace } from '../backup/furnish.ts'

const because = { reason: 'It shows where somebody lives.' }
const marker = 'quetzalcoatlus'
const secret = `The ${marker} lives at 7 Hidden Lane, third floor, and never locks the door.`

t.test('what must not exist is nowhere any more: tables, files, caches, and what a backup brings back', async t => {
  const clock = makeClock()
  const { site, outbox } = await makeOpenSite(t, { now: clock.now })
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const lea = await makeMember(site, 'lea', { role: 'admin', password: 'three old bicycles' })
  const picture = await drawPicture()
  const uploads = await savePictures(site, bob, [{ field: 'pictures', name: 'a.png', bytes: picture }])
  const entry = await publishEntry(site, bob, { body: secret, to: [], uploads })
  clock.tick()
  await editEntry(site, bob, { id: entry.id, body: `${secret} Really.` })
  const comment = await publishComment(site, ann, { entry: entry.id, body: 'Take this down' })
  const innocent = await publishEntry(site, ann, {
    body: 'The whole village bakes bread on Saturdays, whatever the weather.',
    to: [],
    uploads: [],
  })
  const rude = await publishComment(site, bob, { entry: innocent.id, body: `No: ${secret}` })
  await site.db.transaction(trx => trx('notifications').delete())
  const { file } = await site.db('uploads').first('file')
  await site.db.transaction(trx => trx('feeds').where({ id: bob.id }).update({ picture: file }))
  mkdirSync(join(site.config.dataDir, 'exports'), { recursive: true })
  writeFileSync(join(site.config.dataDir, 'exports/ann.zip'), secret)
  const backup = await makeBackup(site)
  await outbox.drained()

  const asked = { kind: 'entry', id: entry.shortId, again: entry.shortId, rule: 'Privacy' }
  await t.rejects(site.act(lea, 'content.purge', asked, because), { code: 'forbidden' }, 'not even an admin who is not named')
  await site.act(system, 'settings.change', { key: 'purgeStaff', value: ['lea'] })
  await site.refresh()
  await t.rejects(site.act(ann, 'content.purge', asked, because), { code: 'forbidden' })
  await t.rejects(site.act(lea, 'content.purge', asked), { code: 'invalid', problems: { reason: /Say why/ } })
  await t.rejects(site.act(lea, 'content.purge', { ...asked, again: 'yes' }, because), { code: 'invalid', problems: { again: /twice/ } })
  await t.rejects(site.act(lea, 'content.purge', { ...asked, id: 'nothing', again: 'nothing' }, because), { code: 'entry-not-found' })
  t.match(await site.act(lea, 'content.purge', asked, { dryRun: true }), { changes: [{ path: `entry.${entry.shortId}` }] })
  t.ok(await site.db('entries').where({ id: entry.id }).first('id'), 'to look does nothing')
  t.ok((await whereIs(site, marker)).length > 3)

  t.notOk((await site.act(lea, 'content.purge', asked, because)).changes[0]?.after)
  t.match(
    await site.act(lea, 'content.purge', { kind: 'comment', id: rude.id, again: rude.id, notToldBecause: 'The police asked.' }, because),
    { ok: true },
  )
  await outbox.drained()
  t.same(await whereIs(site, marker), [], 'no table and no file holds its text')
  t.same(await whereIs(site, file), ['purged.jsonl', 'table tombstones'], 'and no file its picture')
  t.match(await site.db('feeds').where({ id: bob.id }).first('picture'), { picture: null })
  t.match(await site.db('entries').where({ id: innocent.id }).first('commentCount', 'lastCommentId'), {
    commentCount: 0,
    lastCommentId: null,
  })
  t.equal(await site.db('comments').where({ id: comment.id }).first('id'), undefined)
  t.match(await site.db('notifications').where({ memberId: bob.id }), [{ text: /destroyed for good.*where somebody lives/ }], 'told once')

  const gone = { code: 'invalid', message: /cannot come back/ }
  await t.rejects(savePictures(site, ann, [{ field: 'pictures', name: 'b.png', bytes: picture }]), gone)
  await t.rejects(saveAvatar(site, picture), gone)
  await t.rejects(publishEntry(site, ann, { body: `${secret.toUpperCase()}   REALLY.`, to: [], uploads: [] }), gone)
  await t.rejects(publishComment(site, ann, { entry: innocent.id, body: `No: ${secret}` }), gone)
  t.ok(await publishEntry(site, ann, { body: 'Good.', to: [], uploads: [] }))

  const elsewhere = await emptyPlace(t)
  const restored = await restoreBackup({ config: elsewhere, now: clock.now }, backup.folder, {
    prove: found => proveSite(elsewhere, found),
  })
  t.match(restored.notes, ['What was purged (2) was destroyed again.'])
  await t.test('a backup put onto another machine', t => isClean(t, elsewhere, file))

  const copies = join(site.config.dataDir, '../', `${basename(site.config.dataDir)}-copy`)
  t.teardown(() => rmSync(copies, { recursive: true }))
  const copied = join(copies, basename(backup.folder))
  cpSync(backup.folder, copied, { recursive: true })
  const inPlace = await emptyPlace(t)
  mkdirSync(inPlace.dataDir, { recursive: true })
  cpSync(join(site.config.dataDir, 'purged.jsonl'), join(inPlace.dataDir, 'purged.jsonl'))
  await restoreBackup({ config: inPlace, now: clock.now }, copied, { yes: inPlace.dataDir })
  await t.test('a backup put in the place of the site', t => isClean(t, inPlace, file))
})

t.test('what came in from elsewhere does not come in again, and its pictures are not fetched again', async t => {
  const { site } = await makeOpenSite(t)
  const bob = await makeMember(site, 'bob')
  const source = await makeSource(site, bob, { url: 'https://blog.example/feed' })
  const entries = [
    {
      guid: 'a',
      url: 'https://blog.example/a',
      title: 'A',
      html: `<p>${secret}</p><img src="https://blog.example/a.png">`,
      tags: [],
      media: [],
    },
  ]
  const take = () => importEntries(site, originOfSource(source), { format: 'rss', hubs: [], entries }, { first: false })
  t.match(await take(), { imported: 1 })
  const { id, bodyHtml } = await site.db('entries').first('id', 'bodyHtml')
  t.match(bodyHtml, /media\/outside/)
  await site.act(system, 'content.purge', { kind: 'entry', id, again: id, keepDays: 0 }, because)
  t.match(await take(), { imported: 0, refused: 1 })
  t.equal(await site.images.get('https://blog.example/a.png'), undefined)
  t.same(await site.db('sealed_evidence'), [])
})

t.test('the evidence is sealed, opened by name with password and reason, and ends', async t => {
  const clock = makeClock()
  const { site } = await makeOpenSite(t, { now: clock.now })
  const bob = await makeMember(site, 'bob')
  const lea = await makeMember(site, 'lea', { password: 'three old bicycles' })
  const root = await makeMember(site, 'root', { role: 'admin', password: 'three old bicycles' })
  await site.act(system, 'settings.change', { key: 'purgeStaff', value: ['lea'] })
  await site.refresh()
  const picture = await saveAvatar(site, await drawPicture())
  await site.db.transaction(trx => trx('feeds').where({ id: bob.id }).update({ picture }))
  const { result } = await site.act(lea, 'content.purge', { kind: 'picture', id: 'bob', again: 'bob', keepDays: 30 }, because)
  const { id } = result as { id: string }
  const asked = { id, password: 'three old bicycles', reason: 'The court of Ghent asks.' }
  await t.rejects(openEvidence(site, root, asked), { code: 'forbidden' })
  await t.rejects(openEvidence(site, lea, { ...asked, reason: ' ' }), { code: 'invalid', problems: { reason: /Say why/ } })
  await t.rejects(openEvidence(site, lea, { ...asked, password: 'x' }), { code: 'invalid', problems: { password: /not your password/ } })
  t.same(await site.db('evidence_openings'), [])
  const opened = await openEvidence(site, lea, asked)
  t.match(opened, { rows: { author: { handle: 'bob' } }, files: [{ name: picture, base64: /^[\w+/]{99}/ }] })
  t.equal((await countOwn(site.db, bob.id)).get('purged'), 1, 'its author can see that it was')
  await t.rejects(listPurges(site, root, { limit: 9 }), { code: 'forbidden' })
  t.match(await listPurges(site, lea, { limit: 9 }), [
    { kind: 'picture', authorHandle: 'bob', evidenceUntil: /./, openings: [{ reason: asked.reason }] },
  ])
  clock.tick(32 * 86_400_000)
  await t.rejects(openEvidence(site, lea, asked), { code: 'evidence-not-found' })
  await keepToRetention(site)
  t.same(await site.db('sealed_evidence'), [])
  t.match(await listPurges(site, lea, { limit: 9 }), [{ evidenceUntil: null, openings: [{}] }], 'its log stays')
})

/** Tables, and files of the data folder, that hold some text; backups apart. */
async function whereIs(site: Pick<Site, 'db' | 'config'>, text: string): Promise<string[]> {
  const { dataDir } = site.config
  const found = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter(
    path =>
      !/^(backups|aside)/.test(path) &&
      statSync(join(dataDir, path)).isFile() &&
      (path.includes(text) || readFileSync(join(dataDir, path)).includes(text)),
  )
  const sql =
    site.db.dialect === 'postgres'
      ? `select tablename as name from pg_tables where schemaname = current_schema()`
      : `select name from sqlite_schema where type = 'table'`
  const answer: { rows?: { name: string }[] } & { name: string }[] = await site.db.raw(sql)
  for (const { name } of answer.rows ?? answer)
    if (JSON.stringify(await site.db.select('*').from(name)).includes(text)) found.push(`table ${name}`)
  // The file of SQLite holds what its tables hold.
  return found.filter(path => !path.startsWith('tributary.sqlite') || !found.includes('table tombstones')).sort()
}

async function isClean(t: Pick<typeof import('tap').default, 'same' | 'equal' | 'match'>, config: Config, file: string): Promise<void> {
  const { site, close } = await openSite(config, { safe: true })
  t.same(await whereIs(site, marker), [])
  t.same(await whereIs(site, file), ['purged.jsonl', 'table tombstones'])
  t.equal((await site.db('entries').select('id')).length, 1)
  t.match(await site.db('purged_hashes').where({ hash: file.slice(0, 64) }), [{}], 'and is not let in there either')
  await close()
}

/** Unlike any other. */
function drawPicture(): Promise<Buffer> {
  const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, index) => (index * 7919) % 251))
  return sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .png()
    .toBuffer()
}
