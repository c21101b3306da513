import t from 'tap'
import { system } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import type { PluginTables } from '../../../core/plugin-contract/plugin-tables.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'
import { makePluginFolder, writePlugin } from '../plugins/write-plugin.ts'

const owns = { runtime: 'trusted', capabilities: [{ id: 'database:own', reason: 'For the test.' }] }
const migration = `export async function up(knex) {
  await knex.schema.createTable('book_shelf_books', table => {
    table.string('id', 36).primary()
    table.string('shelf_name', 36).notNullable()
  })
}`
const handedOut = 'globalThis.pluginTables = host.tables'

t.test('a trusted plugin asks and changes its own tables, and no others', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'book-shelf', owns, handedOut, { 'migrations/20260101_create_books.ts': migration })
  await makeSite(t, { pluginFolders: [folder] })
  const { pluginTables: tables } = globalThis as unknown as { pluginTables: PluginTables }

  await tables.transaction(async trx => {
    await trx('book_shelf_books').insert([
      { id: 'a', shelfName: 'top' },
      { id: 'b', shelfName: 'low' },
    ])
  })
  t.same(await tables('book_shelf_books as b').where('b.shelfName', 'top').select('b.id'), [{ id: 'a' }])
  t.same(
    (await tables('book_shelf_books')
      .update({ shelfName: 'x' })
      .catch(() => 'refused')) && (await tables('book_shelf_books').where({ shelfName: 'x' })),
    tables.dialect === 'sqlite'
      ? []
      : [
          { id: 'a', shelfName: 'x' },
          { id: 'b', shelfName: 'x' },
        ],
  )
  t.same(
    await tables.rows('with top as (select * from book_shelf_books) select t.shelf_name as "shelfName" from top t where t.id = ?', ['a']),
    [{ shelfName: tables.dialect === 'sqlite' ? 'top' : 'x' }],
  )
  await t.rejects(
    tables.transaction(async trx => {
      await trx('book_shelf_books').delete()
      throw new Error('no')
    }),
    { message: 'no' },
  )
  t.equal((await tables('book_shelf_books')).length, 2, 'all or nothing')

  const refused = /may ask its own tables, whose names begin with "book_shelf_", but not "members"/
  t.throws(() => tables('members'), refused)
  t.throws(() => tables('members as book_shelf_x'), refused)
  t.throws(() => tables.rows('select email from members'), refused)
  t.throws(() => tables.rows('select 1 from public."members"'), refused)
  await t.rejects(async () => tables('book_shelf_books as b').join('members as m', 'm.id', 'b.id'), refused)
  await t.rejects(async () => tables('book_shelf_books').whereIn('id', tables.raw('(select id from members)') as never), refused)
  await t.rejects(
    tables.transaction(async trx =>
      trx('book_shelf_books')
        .whereIn('id', trx.raw('(select id from members)') as never)
        .delete(),
    ),
    refused,
  )
})

t.test('what asks for it without being trusted does not start, and without asking it is not there', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'boxed', { ...owns, runtime: 'sandbox' }, '')
  writePlugin(folder, 'modest', { runtime: 'trusted' }, 'host.tables("modest_x")')
  const site = await makeSite(t, { pluginFolders: [folder] })
  const plugins = await listPlugins(site, system)
  t.match(plugins.find(({ name }) => name === 'boxed')?.reason, /"database:own" is for trusted plugins alone/)
  t.match(plugins.find(({ name }) => name === 'modest')?.reason, /host\.tables needs the capability "database:own"/)
})

const places = ['entry.menu', 'comment.menu', 'profile.menu', 'group.menu'] as const

t.test('parts stand among what one may do with entries, comments, members and groups, and are asked for once', async t => {
  const folder = makePluginFolder(t)
  const slots = places.map(slot => ({ id: slot.slice(0, -5), slot, template: 'flag' }))
  const bound = slots.map(
    ({ id }) =>
      `host.slot('${id}', ({ subjects }) => { (globalThis.asked ??= []).push('${id} ' + subjects.length); return Object.fromEntries(subjects.map(s => [s, {}])) })`,
  )
  writePlugin(folder, 'flag', { runtime: 'trusted', contributes: { slots } }, bound.join('\n'), {
    'templates/flag.hbs': '<a href="/flag/{{subject}}">Flag</a>',
  })
  const { site, url } = await makeServedSite(t, { pluginFolders: [folder] })
  const ann = await makeMember(site, 'ann')
  const entry = await makeEntry(site, ann, 'one')
  await makeEntry(site, ann, 'two')
  const comment = await publishComment(site, ann, { entry: entry.id, body: 'first' })
  const browser = new Browser(url)
  const world = globalThis as { asked?: string[] }
  world.asked = []
  const { text } = await browser.get('/ann')
  t.same(world.asked.sort(), ['comment 1', 'entry 2', 'profile 1'])
  t.match(text, new RegExp(`<form class="entry-actions"[\\s\\S]*<a href="/flag/${entry.id}">Flag</a>\\s*</form>`))
  t.match(text, `<a href="/flag/${ann.id}">Flag</a></div>`)
  t.match(text, `<a href="/flag/${comment.id}">Flag</a></span>`)
})
