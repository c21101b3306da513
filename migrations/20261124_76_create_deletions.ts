import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // How much was deleted because its time was over: a line for each day and kind, and nothing about whose it was.
  await knex.schema.createTable('deletions', table => {
    table.string('day', 10).notNullable()
    table.string('kind', 40).notNullable()
    table.integer('count').notNullable()
    table.primary(['day', 'kind'])
  })
  await knex.raw('create index comments_removed_index on comments (removed_at) where removed_at is not null')
  await knex.raw('create index entries_removed_at_index on entries (removed_at) where removed_at is not null')
}
