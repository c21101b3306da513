import createKnex from 'knex'
import t from 'tap'
import { up } from '../../../migrations/20261124_30_create_tags.ts'

t.test('an old site reads the tags of its entries in the background, a new one has nothing to read', async t => {
  for (const [entries, tasks] of [
    [['one'], ['tags.read']],
    [[], []],
  ]) {
    const knex = createKnex({ client: 'sqlite3', connection: ':memory:', pool: { min: 1, max: 1 }, useNullAsDefault: true })
    t.teardown(() => knex.destroy())
    await knex.schema.createTable('entries', table => table.string('id').primary())
    await knex.schema.createTable('tasks', table => {
      for (const name of ['id', 'name', 'input', 'created_at', 'ended_at', 'leased_until']) table.string(name)
    })
    for (const id of entries!) await knex('entries').insert({ id })
    await up(knex)
    t.same(await knex('tasks').whereNull('ended_at').whereNull('leased_until').pluck('name'), tasks)
  }
})
