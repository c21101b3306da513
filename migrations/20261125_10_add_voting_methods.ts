import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('proposals', table => {
    // yes-no, ranked or approval.
    table.string('method', 16).notNullable().defaultTo('yes-no')
    // What can be voted for, as JSON: ways to do it, candidates, answers. Of an election once its vote is open.
    table.text('options')
    // How many are elected; 0 where nobody is.
    table.integer('seats').notNullable().defaultTo(0)
  })
  await knex.schema.alterTable('proposal_electors', table => {
    // When they asked to have taken back what happened by silence.
    table.string('unwanted_at', 30)
  })
  // Who stands in an election, or was asked to.
  await knex.schema.createTable('candidacies', table => {
    table.string('proposal_id', 36).notNullable().references('proposals.id').onDelete('CASCADE')
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('named_by', 36).references('members.id').onDelete('SET NULL')
    table.text('statement')
    table.string('created_at', 30).notNullable()
    table.string('accepted_at', 30)
    table.primary(['proposal_id', 'member_id'])
    table.index(['member_id'])
  })
  // Who was elected to a role, until when.
  await knex.schema.createTable('terms', table => {
    table.string('id', 36).primary()
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('role', 16).notNullable()
    table.string('proposal_id', 36).notNullable().references('proposals.id')
    table.string('began_at', 30).notNullable()
    table.string('ends_at', 30).notNullable()
    table.string('ended_at', 30)
    table.index(['ended_at', 'ends_at'])
    table.index(['member_id'])
  })
  // What was done at once although members decide about it, until they have.
  await knex.schema.createTable('emergencies', table => {
    table.string('id', 36).primary()
    table.string('proposal_id', 36).notNullable().references('proposals.id')
    table.string('audit_id', 36).notNullable()
    table.string('action', 80).notNullable()
    table.string('summary', 500).notNullable()
    table.string('reason', 1000).notNullable()
    table.string('done_by', 36)
    table.string('began_at', 30).notNullable()
    table.string('ends_at', 30).notNullable()
    table.string('ended_at', 30)
    // ratified, undone, or left: what it changed had been changed again.
    table.string('outcome', 16)
    table.index(['ended_at', 'ends_at'])
    table.index(['proposal_id'])
  })
  // A ranked ballot says more than one word. SQLite does not count letters.
  if (knex.client.config.client === 'pg') await knex.raw('alter table ballots alter column choice type text')
}
