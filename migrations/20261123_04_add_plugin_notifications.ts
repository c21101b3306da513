import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What a plugin tells a member: its name, and the sentence as it was then, so that it can be read when the plugin is gone.
  await knex.schema.alterTable('notifications', table => {
    table.string('plugin', 40)
    table.string('plugin_title', 60)
    table.string('text', 300)
    table.string('url', 500)
  })
}
