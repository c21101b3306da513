import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('looks', table => {
    // The look that was shown when this one was published: where the site goes back to. Empty for the one the program brings.
    table.string('replaces', 36).notNullable().defaultTo('')
    // The site itself went back from it, because pages failed.
    table.string('failed_at', 30)
    table.string('failed_because', 1000)
  })
}
