import type { Knex } from 'knex'

/** Empty when the owner did it, who may resume it at any time. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sources', table => {
    table.string('paused_by', 36)
    table.string('paused_note', 300)
  })
}
