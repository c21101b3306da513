import t from 'tap'
import { listAudit } from '../../../core/actions/audit-log.ts'
import { undoAction } from '../../../core/actions/undo-action.ts'
import { system } from '../../../core/actor.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import type { Site } from '../../../core/site.ts'
import { findTags } from '../../../core/tags/find-tags.ts'
import { findShownTag } from '../../../core/tags/tag.ts'
import { addTags } from '../../../core/tags/tag-entries.ts'
import { startTask } from '../../../core/tasks/start-task.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'

async function setUp(t: Teardown) {
  const opened = await makeServedSite(t)
  const { site, outbox } = opened
  const settled = async (): Promise<Record<string, number>> => {
    await outbox.drained()
    await site.jobs.drained()
    const rows: { name: string; uses: number }[] = await site.db('tags').where('uses', '>', 0).orderBy('name').select('name', 'uses')
    return Object.fromEntries(rows.map(({ name, uses }) => [name, uses]))
  }
  return {
    ...opened,
    settled,
    ann: await makeMember(site, 'ann'),
    mia: await makeMember(site, 'mia', { role: 'moderator' }),
    visitor: new Browser(opened.url),
  }
}

async function undoLast(site: Site): Promise<void> {
  const [last] = await listAudit(site, system)
  await undoAction(site, system, { id: last!.id })
}

t.test('a tag that is merged leads to the other, with what it had and what comes', async t => {
  const { site, ann, mia, visitor, settled } = await setUp(t)
  const first = await makeEntry(site, ann, 'one #js')
  await makeEntry(site, ann, 'two #JavaScript')
  await makeEntry(site, ann, 'three #js #javascript')
  t.same(await settled(), { javascript: 2, js: 2 })
  const { summary, changes } = await site.act(mia, 'tag.merge', { tag: 'js', into: '#JavaScript' })
  t.equal(summary, '#js is filed under #javascript now.')
  t.same(changes, [{ path: 'tags.js.filed under', before: 'js', after: 'javascript' }])
  t.same(await settled(), { javascript: 3 })
  await makeEntry(site, ann, 'four #JS')
  t.same(await settled(), { javascript: 4 })
  t.match(await visitor.get('/tags/js'), { status: 302, location: '/tags/javascript' })
  const page = (await visitor.get('/tags/javascript')).text
  t.match(page, /four[\s\S]*three[\s\S]*two[\s\S]*one/)
  t.match(page, '<a class="tag" rel="tag" href="/tags/javascript">#js</a>')
  t.equal(page.match(/three/g)!.length, 1, 'an entry with both stands there once')
  await editEntry(site, ann, { id: first.id, body: 'one #js, edited' })
  t.same(await settled(), { javascript: 4 })
  await undoLast(site)
  t.same(await settled(), { javascript: 2, js: 3 })
  t.equal((await visitor.get('/tags/js')).status, 200)
})

t.test('what was merged into a tag goes along, and comes back with it', async t => {
  const { site, ann, mia, settled } = await setUp(t)
  for (const word of ['a1', 'b1', 'c1']) await makeEntry(site, ann, `#${word}`)
  await settled()
  await site.act(mia, 'tag.merge', { tag: 'a1', into: 'b1' })
  t.same(await settled(), { b1: 2, c1: 1 })
  await site.act(mia, 'tag.merge', { tag: 'b1', into: 'c1' })
  t.same(await settled(), { c1: 3 })
  t.match(await findShownTag(site.db, 'a1'), { name: 'c1' })
  await t.rejects(site.act(mia, 'tag.merge', { tag: 'a1', into: 'x1' }), { code: 'conflict' })
  await t.rejects(site.act(mia, 'tag.merge', { tag: 'c1', into: 'a1' }), { code: 'conflict' }, 'not in a circle')
  await t.rejects(site.act(mia, 'tag.separate', { words: ['c1>a1'] }), { code: 'conflict' })
  await undoLast(site)
  t.same(await settled(), { b1: 2, c1: 1 })
  await site.act(mia, 'tag.separate', { words: ['a1'] })
  t.same(await settled(), { a1: 1, b1: 1, c1: 1 })
  await undoLast(site)
  t.same(await settled(), { b1: 2, c1: 1 })
})

t.test('a tag is renamed by merging it into one that nobody has used, and spelled anew', async t => {
  const { site, ann, mia, settled } = await setUp(t)
  await makeEntry(site, ann, '#recipies')
  await settled()
  await site.act(mia, 'tag.merge', { tag: 'recipies', into: 'recipes' })
  t.same(await settled(), { recipes: 1 })
  await site.act(mia, 'tag.merge', { tag: 'recipes', into: 'Recipes' })
  t.match(await findShownTag(site.db, 'recipes'), { label: 'Recipes' })
  await undoLast(site)
  t.match(await findShownTag(site.db, 'recipes'), { label: 'recipes' })
  for (const into of ['two words', '2027', '', 'x'.repeat(101)])
    await t.rejects(site.act(mia, 'tag.merge', { tag: 'recipes', into }), { code: 'invalid' })
  await t.rejects(site.act(mia, 'tag.merge', { tag: 'nobody', into: 'recipes' }), { code: 'tag-not-found' })
  await t.rejects(site.act(ann, 'tag.merge', { tag: 'recipes', into: 'food' }), { code: 'forbidden' })
})

t.test('a hidden tag has no page, no feed and no link; its entries stay', async t => {
  const { site, ann, mia, visitor, settled } = await setUp(t)
  await makeEntry(site, ann, 'rude #Slur and #bread')
  await settled()
  await site.act(mia, 'tag.hide', { tag: 'slur' })
  for (const path of ['/tags/slur', '/feeds/tags/slur.rss', '/v2/feed/tags/slur']) t.equal((await visitor.get(path)).status, 404, path)
  const page = (await visitor.get('/tags/bread')).text
  t.match(page, 'rude #Slur and <a')
  t.notMatch((await visitor.get('/feeds/tags/bread.atom')).text, 'term="Slur"')
  await t.rejects(site.act(ann, 'tag.show', { tag: 'slur' }), { code: 'forbidden' })
  await undoLast(site)
  t.equal((await visitor.get('/tags/slur')).status, 200)
})

t.test('staff learn nothing of tags in private entries', async t => {
  const { site, mia, settled } = await setUp(t)
  const cem = await makeMember(site, 'cem', { access: 'private' })
  await makeEntry(site, cem, 'hush #plan')
  await settled()
  for (const [name, input] of Object.entries({ 'tag.merge': { tag: 'plan', into: 'x' }, 'tag.hide': { tag: 'plan' } }))
    await t.rejects(site.act(mia, name, input), { code: 'tag-not-found' })
})

t.test('what was here before there were tags is read in the background', async t => {
  const opened = await makeOpenSite(t)
  const { site, outbox } = opened
  const ann = await makeMember(site, 'ann')
  for (let count = 0; count < 205; count++) await makeEntry(site, ann, `entry ${count} #bread`)
  await outbox.drained()
  await site.db.transaction(async trx => {
    await trx('entry_tags').delete()
    await trx('tags').delete()
  })
  const run = async () => {
    await startTask(site, system, 'tags.read')
    await site.jobs.drained()
    await site.tasks.settled()
    return site.db('tasks').orderBy('id', 'desc').first('message', 'problem')
  }
  t.same(await run(), { message: 'Looked through 205 entries.', problem: null })
  t.match(await site.db('tags').first(), { name: 'bread', uses: 205 })
  await run()
  t.match(await site.db('tags').first(), { name: 'bread', uses: 205 })
})

t.test('a word that another process just forgot does no harm', async t => {
  const { site } = await makeOpenSite(t)
  const ann = await makeMember(site, 'ann')
  const entry = await makeEntry(site, ann, '#bread')
  const again = { entryId: entry.id, at: entry.publishedAt, tags: findTags('<p>#bread</p>') }
  await site.db.transaction(trx => addTags(trx, [again], site.now()))
  t.equal((await site.db('entry_tags')).length, 1)
})
