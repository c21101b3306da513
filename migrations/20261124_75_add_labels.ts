import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Who could see it before it was hidden: staff see only what was public.
  await knex.schema.alterTable('hidden_entries', table => {
    table.string('was', 16).notNullable().defaultTo('public')
  })
  await knex.schema.alterTable('entries', table => {
    // Since when nobody comments any more.
    table.string('comments_locked_at', 30)
    // What readers are warned of before they read it: a kind, words, and whether staff said so.
    table.string('label', 20)
    table.string('label_note', 200)
    table.string('labelled_by', 36)
  })
  await knex.schema.alterTable('comments', table => {
    table.string('label', 20)
    table.string('label_note', 200)
  })
}
