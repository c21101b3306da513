import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // When the site itself switched a plugin off, because it failed too often.
  await knex.schema.alterTable('plugin_states', table => {
    table.string('quarantined_at', 30)
  })
}
