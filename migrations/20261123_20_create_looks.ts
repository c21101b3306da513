import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What the site looked like: every publication is a row that never changes. The setting "look" names the one in use.
  await knex.schema.createTable('looks', table => {
    table.string('id', 36).primary()
    table.integer('number').notNullable().unique()
    table.text('look').notNullable()
    table.string('summary', 500).notNullable()
    table.string('published_by', 36)
    table.string('published_at', 30).notNullable()
  })

  // What somebody tries out, seen by who holds the link.
  await knex.schema.createTable('look_drafts', table => {
    table.string('id', 36).primary()
    table.text('look').notNullable()
    // The look that it began with: a row of looks, or empty for the one the program brings.
    table.string('based_on', 36).notNullable()
    table.string('author_id', 36).references('members.id').onDelete('CASCADE')
    table.string('changed_at', 30).notNullable()
    table.string('expires_at', 30).notNullable()
    table.index(['author_id'])
    table.index(['expires_at'])
  })

  // Themes that lie in the data folder, each release in a folder of its own.
  await knex.schema.createTable('theme_releases', table => {
    table.string('name', 40).notNullable()
    table.string('release', 80).notNullable()
    table.string('brought_by', 16).notNullable()
    table.string('installed_by', 36)
    table.string('installed_at', 30).notNullable()
    table.string('removed_at', 30)
    table.primary(['name', 'release'])
  })
}
