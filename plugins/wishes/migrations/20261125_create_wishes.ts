import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('wishes_wishes', table => {
    table.string('id', 36).primary()
    table.string('title', 200).notNullable()
    table.text('body').notNullable()
    // Title and text in small letters, for the search.
    table.text('words').notNullable()
    table.string('member_id', 36)
    // open, taken-up, done or declined.
    table.string('state', 16).notNullable()
    table.text('answer')
    table.string('answered_by', 36)
    table.string('answered_at', 30)
    table.integer('supports').notNullable().defaultTo(0)
    table.string('hidden_at', 30)
    table.text('hidden_because')
    table.string('hidden_by', 36)
    table.string('created_at', 30).notNullable()
    table.index(['state', 'supports', 'id'])
    table.index(['member_id'])
  })
  await knex.schema.createTable('wishes_supports', table => {
    table.string('wish_id', 36).notNullable().references('wishes_wishes.id').onDelete('CASCADE')
    table.string('member_id', 36).notNullable()
    table.string('created_at', 30).notNullable()
    table.primary(['wish_id', 'member_id'])
    table.index(['member_id'])
  })
  // What members say about a wish, and the patches that they bring for it.
  await knex.schema.createTable('wishes_replies', table => {
    table.string('id', 36).primary()
    table.string('wish_id', 36).notNullable().references('wishes_wishes.id').onDelete('CASCADE')
    table.string('member_id', 36)
    table.text('body').notNullable()
    // Of a patch: how its file is called and what is in it.
    table.string('patch_name', 120)
    table.text('patch')
    table.string('hidden_at', 30)
    table.text('hidden_because')
    table.string('hidden_by', 36)
    table.string('created_at', 30).notNullable()
    table.index(['wish_id', 'id'])
    table.index(['member_id'])
  })
  await knex.schema.createTable('wishes_reports', table => {
    table.string('id', 36).primary()
    table.string('wish_id', 36).notNullable().references('wishes_wishes.id').onDelete('CASCADE')
    // The wish itself, or one of its replies.
    table.string('about', 36).notNullable()
    table.string('member_id', 36).notNullable()
    table.text('reason').notNullable()
    table.string('created_at', 30).notNullable()
    table.string('settled_at', 30)
    table.unique(['about', 'member_id'])
    table.index(['settled_at', 'wish_id'])
    table.index(['member_id'])
  })
}
