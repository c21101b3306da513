import type { Knex } from 'knex'

/** Words under which entries can be found: written in their text, or given to them where they came from. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('tags', table => {
    // Folded: how it is written makes no difference.
    table.string('name', 120).primary()
    // As it was written first.
    table.string('label', 120).notNullable()
    // The tag under which entries with this word are filed, when that is another one.
    table.string('stands_for', 120)
    table.string('hidden_at', 30)
    // Public entries filed under it, and when the newest of them was published.
    table.integer('uses').notNullable().defaultTo(0)
    table.string('used_at', 30)
    table.string('created_at', 30).notNullable()
    table.index(['uses', 'name'])
    table.index(['used_at', 'name'])
    table.index(['stands_for'])
  })
  await knex.raw('create index tags_hidden_index on tags (name) where hidden_at is not null')

  await knex.schema.createTable('entry_tags', table => {
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    // The tag's name as the entry has it.
    table.string('word', 120).notNullable()
    // Where the entry is filed for it; null when another of its words files it there already.
    table.string('tag', 120)
    // text or source.
    table.string('found_in', 10).notNullable()
    // Place among the tags of the entry.
    table.integer('number').notNullable()
    // When the entry was published.
    table.string('at', 30).notNullable()
    // The tag that counts it among its public entries; null when none does.
    table.string('counted_as', 120)
    table.primary(['entry_id', 'word'])
    table.index(['tag', 'at', 'entry_id'])
  })
  await knex.raw('create index entry_tags_counted_index on entry_tags (counted_as, at) where counted_as is not null')

  // What stands here already is read in the background; the site need not wait for it.
  if (!(await knex('entries').first('id'))) return
  const id = '019ab000-7461-7000-8000-677300000000'
  await knex('tasks').insert({ id, name: 'tags.read', input: '{}', created_at: new Date().toISOString() })
}
