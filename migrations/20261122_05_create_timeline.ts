import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // One row per member, kind and entry: what a member commented on or liked, and when last.
  await knex.schema.createTable('activities', table => {
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('kind', 16).notNullable()
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    table.string('at', 30).notNullable()
    table.primary(['entry_id', 'member_id', 'kind'])
    table.index(['member_id', 'kind', 'at', 'entry_id'])
  })

  // Presence: which entries stand in whose home feed, and why. Derived; can be dropped and rebuilt.
  await knex.schema.createTable('timeline', table => {
    table.string('reader_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    table.string('bumped_at', 30).notNullable()
    table.string('reason', 16).notNullable()
    table.string('actor_id', 36)
    // Entry first: a comment moves all rows of its entry.
    table.primary(['entry_id', 'reader_id'])
    table.index(['reader_id', 'bumped_at', 'entry_id'])
  })
}
