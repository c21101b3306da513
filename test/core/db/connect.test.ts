import t from 'tap'
import type { MemberActor } from '../../../core/actor.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite } from '../../../core/testing/make-site.ts'

t.test('a write outside of a transaction fails', async t => {
  const { db } = await makeSite(t)
  if (db.dialect === 'postgres') return t.pass('PostgreSQL has one pool for both')
  const row = { name: 'siteName', value: '"x"', updatedAt: '' }
  await t.rejects(db('settings').insert(row), { code: 'SQLITE_READONLY' })
  await t.rejects(db('settings').delete(), { code: 'SQLITE_READONLY' })
})

t.test('forty members who read and then write at the same time all succeed', async t => {
  const { db } = await makeSite(t)
  await db.transaction(trx => trx('versions').insert({ name: 'counter', version: 0 }))
  const count = () =>
    db.transaction(async trx => {
      const row = await trx('versions').where({ name: 'counter' }).forUpdate().first('version')
      await trx('versions')
        .where({ name: 'counter' })
        .update({ version: row.version + 1 })
    })
  await Promise.all(Array.from({ length: 40 }, count))
  t.match(await db('versions').where({ name: 'counter' }).first(), { version: 40 })
})

t.test('readers see what was committed, while a writer is at work', async t => {
  const { db } = await makeSite(t)
  await db.transaction(async trx => {
    await trx('versions').insert({ name: 'draft', version: 1 })
    t.equal(await db('versions').where({ name: 'draft' }).first(), undefined)
    t.match(await trx('versions').where({ name: 'draft' }).first(), { version: 1 })
  })
  t.match(await db('versions').where({ name: 'draft' }).first(), { version: 1 })
})

t.test('what fails in a transaction leaves nothing behind', async t => {
  const { db } = await makeSite(t)
  await t.rejects(
    db.transaction(async trx => {
      await trx('versions').insert({ name: 'half', version: 1 })
      throw new Error('no')
    }),
    { message: 'no' },
  )
  t.equal(await db('versions').where({ name: 'half' }).first(), undefined)
})

t.test('a verb inside of a verb belongs to the outer transaction', async t => {
  const site = await makeSite(t)
  await t.rejects(
    site.db.transaction(async trx => {
      const inner = site.within(trx)
      t.equal(inner.db.dialect, site.db.dialect)
      await inner.db.transaction(deeper => deeper('versions').insert({ name: 'inner', version: 1 }))
      t.match(await inner.db('versions').where({ name: 'inner' }).first(), { version: 1 })
      throw new Error('the outer one fails')
    }),
    { message: 'the outer one fails' },
  )
  t.equal(await site.db('versions').where({ name: 'inner' }).first(), undefined)
})

t.test('foreign keys are kept', async t => {
  const { db } = await makeSite(t)
  const row = { id: 'nobody', email: 'nobody@example.org', emailKey: 'nobody@example.org', createdAt: '' }
  await t.rejects(db.transaction(trx => trx('members').insert(row)))
})

t.test('text sorts by its bytes and names are translated, on both databases', async t => {
  const { db } = await makeSite(t)
  const names = ['b', 'B', 'a', 'ä', 'A', '_']
  await db.transaction(trx => trx('versions').insert(names.map(name => ({ name, version: 1 }))))
  t.same(await db('versions').whereIn('name', names).orderBy('name').pluck('name'), ['A', 'B', '_', 'a', 'b', 'ä'])
  const [row] = await db('migrations').limit(1)
  t.hasOwnProps(row, ['name', 'startedAt', 'finishedAt'])
})

t.test('transactions that wait for each other both succeed', async t => {
  const site = await makeSite(t)
  const [ann, bob] = [await makeMember(site, 'ann'), await makeMember(site, 'bob')]
  let waiting = 2
  const bothHaveOne = Promise.withResolvers<void>()
  const rename = (first: MemberActor, second: MemberActor) =>
    site.db.transaction(async trx => {
      await trx('feeds')
        .where({ id: first.id })
        .update({ name: `${first.member.feed.handle} first` })
      if (--waiting <= 0 || site.db.dialect === 'sqlite') bothHaveOne.resolve()
      await bothHaveOne.promise
      await trx('feeds')
        .where({ id: second.id })
        .update({ name: `${second.member.feed.handle} second` })
    })
  await Promise.all([rename(ann, bob), rename(bob, ann)])
  const names = (await site.db('feeds').orderBy('handle').select('name')).map(row => row.name)
  t.ok(['ann first,bob second', 'ann second,bob first'].includes(names.join()), names.join())
})
