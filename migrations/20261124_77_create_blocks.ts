import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Members who see nothing of each other: a row for each direction, so that either finds the other by its own id.
  await knex.schema.createTable('blocks', table => {
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('other_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    // When `member_id` blocked the other; null in the row that only mirrors the other's.
    table.string('blocked_at', 30)
    table.primary(['member_id', 'other_id'])
    table.index(['other_id'])
  })
  // Whom a member does not want to hear of, without anybody knowing.
  await knex.schema.createTable('mutes', table => {
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('muted_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('until', 30)
    table.string('created_at', 30).notNullable()
    table.primary(['member_id', 'muted_id'])
    table.index(['muted_id'])
  })
  await knex.schema.alterTable('members', table => {
    // JSON: words of entries that the member does not want to see at home.
    table.text('muted_words').notNullable().defaultTo('[]')
  })
}
