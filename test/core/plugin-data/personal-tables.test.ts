import t from 'tap'
import { system } from '../../../core/actor.ts'
import { destroyAccount } from '../../../core/members/destroy-account.ts'
import { listTableRows } from '../../../core/plugin-data/personal-tables.ts'
import { listPlugins } from '../../../core/plugins/list-plugins.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite } from '../../../core/testing/make-site.ts'
import { makePluginFolder, writePlugin } from '../plugins/write-plugin.ts'

const migration = `export async function up(knex) {
  await knex.schema.createTable('shelf_loans', table => {
    table.string('id', 36).primary()
    table.string('member_id', 36)
    table.string('lent_to', 36)
    table.string('book', 36).notNullable()
  })
}`
const loans = {
  personal: [
    { says: 'Which books you lent', by: 'memberId', columns: ['book', 'lentTo'] },
    { says: 'Which books you borrowed', by: 'lentTo', leaves: { lentTo: null, book: '=id' } },
  ],
}
const shelf = (tables: object) => ({ runtime: 'trusted', capabilities: [{ id: 'database:own', reason: 'For the test.' }], tables })
const files = { 'migrations/20260101_create_loans.ts': migration }

t.test("a plugin's own tables: shown, taken along and forgotten, also while it is off", async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'shelf', shelf({ shelf_loans: loans }), '', files)
  const { site, url } = await makeServedSite(t, { pluginFolders: [folder] })
  const [ann, bob] = [await makeMember(site, 'ann'), await makeMember(site, 'bob')]
  const rows = [
    { id: 'a', memberId: ann.id, lentTo: bob.id, book: 'Rivers' },
    { id: 'b', memberId: bob.id, lentTo: ann.id, book: 'Weirs' },
  ]
  await site.db.transaction(trx => trx('shelf_loans').insert(rows))
  const browser = new Browser(url)
  t.match((await browser.get('/privacy')).text, 'Which books you borrowed')
  await site.act(system, 'plugin.disable', { name: 'shelf' })
  await signInAs(site, browser, ann)
  t.match((await browser.get('/settings/data')).text, 'Which books you lent')
  t.same(await listTableRows(site.db, ann.id), [{ plugin: 'shelf', collection: 'shelf_loans', value: { book: 'Rivers', lentTo: bob.id } }])
  await destroyAccount(site, ann.id)
  t.same(await site.db('shelf_loans'), [{ id: 'b', memberId: bob.id, lentTo: null, book: 'b' }])
})

t.test('what is not there, or belongs to others, is refused with a sentence', async t => {
  const folder = makePluginFolder(t)
  const broken = { personal: [{ says: 'Which books', by: 'ownerId' }] }
  writePlugin(folder, 'shelf', shelf({ shelf_loans: broken }), '', files)
  writePlugin(folder, 'ledge', shelf({ members: { personal: [] } }), '')
  writePlugin(folder, 'board', { ...shelf({ board: { personal: [] } }), capabilities: [] }, '')
  const { site } = await makeOpenSite(t, { pluginFolders: [folder] })
  t.match(await listPlugins(site, system), [
    { name: 'board', reason: /"tables" needs the capability "database:own"/ },
    { name: 'ledge', reason: /the table "members" is not its own/ },
    { name: 'shelf', reason: /the table "shelf_loans" has no column "ownerId"/ },
  ])
})
