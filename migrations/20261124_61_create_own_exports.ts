import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Everything the site knows about a member, packed for them, for as long as the file may lie there.
  await knex.schema.createTable('own_exports', table => {
    table.string('id', 36).primary()
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    // Name below `exports` in the data folder; null until it is there, and when it was deleted.
    table.string('file', 60)
    table.bigInteger('bytes')
    table.integer('files')
    table.text('problem')
    table.string('created_at', 30).notNullable()
    table.string('ended_at', 30)
    table.string('expires_at', 30)
    table.index(['member_id', 'id'])
    table.index(['expires_at'])
  })
}
