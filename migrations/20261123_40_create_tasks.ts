import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Long work that somebody started: how far it is, and what became of it.
  await knex.schema.createTable('tasks', table => {
    table.string('id', 36).primary()
    table.string('name', 80).notNullable()
    table.text('input').notNullable()
    table.integer('done').notNullable().defaultTo(0)
    // Null while nobody knows how much there is to do.
    table.integer('total')
    table.string('message', 300).notNullable().defaultTo('')
    // Where to go on after the process was stopped: JSON that only the work itself reads.
    table.text('place')
    table.string('started_by', 36)
    table.string('created_at', 30).notNullable()
    table.string('started_at', 30)
    // A process that works on it renews this; another one takes over when it is past.
    table.string('leased_until', 30)
    table.string('cancelled_at', 30)
    table.string('cancelled_by', 36)
    table.string('ended_at', 30)
    table.text('problem')
    table.index(['ended_at'])
  })
  await knex.raw('create unique index tasks_open_unique on tasks (name) where ended_at is null')
}
