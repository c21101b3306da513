import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('looks', table => {
    // Who wrote what is new in it, when somebody else, or the members by a vote, published it.
    table.string('author_id', 36)
    table.text('message')
    table.string('proposal_id', 36)
    table.index(['author_id'])
  })
  await knex.schema.alterTable('look_drafts', table => {
    // The member who tries out what somebody else wrote. Nobody else sees it.
    table.string('tried_by', 36).references('members.id').onDelete('CASCADE')
    // The proposal that is amended with it.
    table.string('amends', 36)
    table.index(['tried_by'])
  })
}
