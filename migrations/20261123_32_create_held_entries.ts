import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Entries that a filter held: `entries.access` says 'held' until somebody has looked at them.
  await knex.schema.createTable('held_entries', table => {
    table.string('entry_id', 36).primary().references('entries.id').onDelete('CASCADE')
    table.string('reason', 300).notNullable()
    // Who held it: a plugin's name, or the id of a member.
    table.string('held_by', 120).notNullable()
    table.string('created_at', 30).notNullable()
    table.index(['created_at', 'entry_id'])
  })

  // What a text written here said before it was edited.
  await knex.schema.createTable('entry_edits', table => {
    table.string('id', 36).primary()
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    table.text('link')
    table.text('body').notNullable()
    // Who could read that text: staff see only what was public.
    table.string('access', 16).notNullable()
    table.string('created_at', 30).notNullable()
    table.index(['entry_id', 'id'])
  })

  await knex.schema.alterTable('comments', table => {
    table.string('removed_reason', 300)
  })
  // What somebody other than its author took down, the latest first.
  await knex.raw(
    `create index entries_taken_down_index on entries (removed_at, id) where removed_at is not null and removed_by <> author_id`,
  )
  await knex.raw(
    `create index comments_taken_down_index on comments (removed_at, id) where removed_at is not null and removed_by <> author_id`,
  )
  await knex.raw(`create index uploads_bytes_index on uploads (bytes, id)`)
}
