import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Comments that a check held: they become comments when somebody lets them go, under this id.
  await knex.schema.createTable('held_comments', table => {
    table.string('id', 36).primary()
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    table.string('author_id', 36).notNullable().references('feeds.id').onDelete('CASCADE')
    // The comment whose new text this is; without one, it is a new comment.
    table.string('edits_id', 36).references('comments.id').onDelete('CASCADE')
    table.text('body').notNullable()
    table.text('body_html').notNullable()
    table.string('reason', 300).notNullable()
    table.string('held_by', 120).notNullable()
    table.string('created_at', 30).notNullable()
    table.index(['created_at', 'id'])
    table.index(['author_id', 'entry_id'])
    table.index(['entry_id'])
    table.index(['edits_id'])
  })
  // How much a member has written here lately. What came in from elsewhere does not count.
  await knex.raw('create index entries_written_index on entries (author_id, created_at) where origin is null')
}
