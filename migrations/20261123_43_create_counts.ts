import type { Knex } from 'knex'

/** What happened how often in an hour, and how much there was of something: for charts, never for decisions. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('counts', table => {
    table.string('name', 60).notNullable()
    // `2026-11-23T04`, UTC.
    table.string('hour', 13).notNullable()
    table.bigInteger('value').notNullable()
    table.primary(['name', 'hour'])
  })
}
