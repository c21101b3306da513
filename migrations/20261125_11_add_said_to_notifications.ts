import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What stands below the sentence of a plugin: a statement of reasons, in the language of who gets it.
  await knex.schema.alterTable('notifications', table => {
    table.text('said')
  })
}
