import t from 'tap'
import { system } from '../../../core/actor.ts'
import type { Database } from '../../../core/db/connect.ts'
import { openLock } from '../../../core/lock/site-lock.ts'
import { unguard } from '../../../core/testing/break-lock.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

const write = (db: Database, statement: string): Promise<unknown> => db.transaction(trx => trx.raw(statement))

t.test('the database refuses what is written past the lock', async t => {
  const { db } = await makeSite(t)
  const statements = [
    `update locked_values set value = '{"text":"Everything is sold."}' where key = 'policies.privacy'`,
    `delete from locked_values where key = 'policies.privacy'`,
    `insert into locked_values (key, version, value, value_hash, execution_id, effective_at, created_at)
      select key, 2, value, value_hash, execution_id, effective_at, created_at from locked_values where key = 'policies.privacy'`,
    `update lock_executions set state = 'executing'`,
    `insert into lock_executions (id, kind, action, payload_hash, state, created_at) values ('x', 'proposal', 'x', 'x', 'done', 'x')`,
    `update ledger set line = '{}'`,
    `delete from ledger`,
    `insert into ledger (seq, hash, prev, line) values (7000, 'x', 'x', '{}')`,
  ]
  for (const statement of statements) await t.rejects(write(db, statement), /locked: only a decision of the members/, statement)
  if (db.dialect === 'sqlite')
    await t.rejects(write(db, `insert or replace into ledger (seq, hash, prev, line) values (0, 'x', 'x', '{}')`), /locked/)
  else await t.rejects(write(db, 'truncate ledger'), /locked/)
})

const misdeeds: [string, (db: Database) => Promise<unknown>, RegExp][] = [
  [
    'a changed value',
    async db => {
      await unguard(db, 'locked_values')
      await write(db, `update locked_values set value = '{"text":"Everything is sold."}' where key = 'policies.privacy'`)
    },
    /Version 1 of the policy “privacy” is not what was decided/,
  ],
  [
    'a forged version',
    async db => {
      await unguard(db, 'locked_values')
      await write(
        db,
        `insert into locked_values (key, version, value, value_hash, execution_id, effective_at, created_at)
          select key, 2, '{"text":"Sold."}', value_hash, execution_id, effective_at, created_at from locked_values where key = 'policies.privacy'`,
      )
    },
    /Version 2 of the policy “privacy” stands in no line/,
  ],
  [
    'a value that is gone',
    async db => {
      await unguard(db, 'locked_values')
      await write(db, `delete from locked_values where key = 'charter'`)
    },
    /Version 1 of the charter was decided and is missing/,
  ],
  [
    'a flipped byte in the ledger',
    async db => {
      await unguard(db, 'ledger')
      await write(db, `update ledger set line = replace(line, 'community', 'Community') where seq = 1`)
    },
    /Line 1 of the ledger was changed/,
  ],
  ['triggers that are gone', db => unguard(db, 'locked_values'), /Nothing guards the table locked_values/],
]

for (const [what, misdeed, found] of misdeeds) {
  t.test(`${what}: found, said, and the ratified text is shown`, async t => {
    const { site, url } = await makeServedSite(t)
    const ratified = site.lock.valueAt<{ text: string }>('policies.privacy', site.now())?.value.text
    t.same(site.lock.breach, [])
    await misdeed(site.db)
    // Found or not yet.
    t.notMatch((await new Browser(url).get('/privacy?version=2')).text, 'Sold.')
    // As a start does, before the first page.
    const again = await openLock({ db: site.db, config: site.config, now: site.now })
    t.match(again.state.breach.join(' '), found)
    await site.lock.check()
    t.match(site.lock.breach.join(' '), found)

    const browser = new Browser(url)
    const { text } = await browser.get('/privacy')
    t.match(text, /Something here does not agree with what the members decided/)
    t.match(text, 'Your account')
    t.notMatch(text, /sold\.<|Everything is sold/)
    t.equal(site.lock.valueAt<{ text: string }>('policies.privacy', site.now())?.value.text, ratified)
    await t.rejects(site.act(system, 'policies.publish', { kind: 'rules', text: 'Nobody may say anything at all here.' }), /does not agree/)
    await t.rejects(site.act(system, 'plugin.disable', { name: 'feeds' }), /does not agree/)
    t.equal((await browser.get('/governance/ledger.jsonl')).status, 200, 'the ledger can still be read')
  })
}
