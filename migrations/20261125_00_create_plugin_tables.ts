import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What plugins say of the tables that they made themselves: known here, so that export and erasure work when the plugin is off or gone.
  await knex.schema.createTable('plugin_tables', table => {
    table.string('plugin', 40).notNullable()
    table.string('name', 63).notNullable()
    // A list of whose data is in it, as in the manifest, as JSON.
    table.text('personal').notNullable()
    table.primary(['plugin', 'name'])
  })
}
