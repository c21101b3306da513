import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Private entries that somebody opened because they were reported, each by whom and why. Their author was told.
  await knex.schema.createTable('opened_entries', table => {
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    table.string('by_id', 36).notNullable()
    table.text('reason').notNullable()
    table.string('created_at', 30).notNullable()
    table.primary(['entry_id', 'by_id'])
  })

  // Pictures and files that moderators took out of an entry, as they stood there, so that they can come back.
  await knex.schema.createTable('withheld_uploads', table => {
    table.string('upload_id', 36).primary().references('uploads.id').onDelete('CASCADE')
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    // The attachment as JSON, and where it stood among the others.
    table.text('attachment').notNullable()
    table.integer('place').notNullable()
    table.text('reason').notNullable()
    table.string('by_id', 36)
    table.string('created_at', 30).notNullable()
    table.index(['entry_id'])
  })
}
