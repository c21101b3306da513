import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('groups', table => {
    table.string('id', 36).primary().references('feeds.id')
    table.string('created_by', 36).references('feeds.id')
    table.string('created_at', 30).notNullable()
  })

  await knex.schema.createTable('memberships', table => {
    table.string('group_id', 36).notNullable().references('groups.id').onDelete('CASCADE')
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('role', 16).notNullable()
    table.string('created_at', 30).notNullable()
    table.primary(['group_id', 'member_id'])
    table.index(['member_id'])
  })

  await knex.schema.createTable('subscriptions', table => {
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('feed_id', 36).notNullable().references('feeds.id')
    table.string('created_at', 30).notNullable()
    table.primary(['member_id', 'feed_id'])
    table.index(['feed_id', 'member_id'])
  })

  // Somebody asks to read a private feed or to join a private group.
  await knex.schema.createTable('subscription_requests', table => {
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('feed_id', 36).notNullable().references('feeds.id')
    table.string('created_at', 30).notNullable()
    table.primary(['member_id', 'feed_id'])
    table.index(['feed_id'])
  })
}
