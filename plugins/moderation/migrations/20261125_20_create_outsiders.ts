import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Somebody without an account whom a member and a moderator agreed on, because nobody else here could answer an objection.
  await knex.schema.createTable('moderation_outsiders', table => {
    table.string('appeal_id', 36).primary().references('moderation_appeals.id').onDelete('CASCADE')
    // How the member calls them.
    table.string('name', 100).notNullable()
    table.string('agreed_at', 30)
    // The member passes the link on, the moderator the word: neither has both.
    table.string('code', 40)
    table.string('word', 12)
    table.string('created_at', 30).notNullable()
  })
}
