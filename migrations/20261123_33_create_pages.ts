import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Pages that the site itself writes: rules, about, contact. What they say stands in their versions.
  await knex.schema.createTable('pages', table => {
    table.string('id', 36).primary()
    table.string('slug', 60).notNullable().unique()
    // Where a link to it stands: footer, menu, or nowhere.
    table.string('place', 16).notNullable()
    table.string('version_id', 36).notNullable()
    table.string('created_at', 30).notNullable()
    table.string('removed_at', 30)
  })
  await knex.schema.createTable('page_versions', table => {
    table.string('id', 36).primary()
    table.string('page_id', 36).notNullable().references('pages.id').onDelete('CASCADE')
    table.string('title', 120).notNullable()
    table.text('body').notNullable()
    table.string('created_by', 36)
    table.string('created_at', 30).notNullable()
    table.index(['page_id', 'id'])
  })

  // A short text on top of every page.
  await knex.schema.createTable('announcements', table => {
    table.string('id', 36).primary()
    table.string('text', 300).notNullable()
    table.string('link', 500)
    table.string('audience', 16).notNullable()
    table.string('from_at', 30).notNullable()
    table.string('until_at', 30)
    table.string('created_at', 30).notNullable()
    table.string('removed_at', 30)
    table.index(['created_at'])
  })
}
