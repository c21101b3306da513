import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Whatever can be subscribed to and posted to: a member's own feed, or a group.
  await knex.schema.createTable('feeds', table => {
    table.string('id', 36).primary()
    table.string('kind', 16).notNullable()
    table.string('handle', 40).notNullable().unique()
    // The handle with look-alike characters folded, so that nobody can pass for somebody else.
    table.string('skeleton', 40).notNullable().unique()
    table.string('name', 200).notNullable()
    table.text('description').notNullable().defaultTo('')
    table.text('links').notNullable().defaultTo('[]')
    table.string('picture', 80)
    table.string('access', 16).notNullable().defaultTo('public')
    table.string('created_at', 30).notNullable()
    table.string('removed_at', 30)
  })

  await knex.schema.createTable('members', table => {
    table.string('id', 36).primary().references('feeds.id')
    table.string('email', 254).unique()
    table.text('password_hash').notNullable()
    table.string('role', 16).notNullable().defaultTo('member')
    table.string('locale', 16)
    table.text('mail_off').notNullable().defaultTo('[]')
    table.string('invited_by', 36)
    // Sign-up by approval: set until somebody approved.
    table.string('waiting_since', 30)
    // Deleting an account: asked for, and when it becomes final.
    table.string('closing_at', 30)
    table.string('seen_at', 30).notNullable()
    table.string('timeline_built_at', 30)
    // The timeline holds everything above this place; older pages are merged. Null when it holds everything.
    table.string('timeline_from', 30)
    table.string('created_at', 30).notNullable()
    table.index(['waiting_since'])
    table.index(['closing_at'])
  })

  await knex.schema.createTable('sessions', table => {
    table.string('id', 64).primary() // SHA-256 of the cookie's token
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('created_at', 30).notNullable()
    table.string('used_at', 30).notNullable()
    table.string('expires_at', 30).notNullable()
    table.string('address', 45).notNullable()
    table.string('agent', 300).notNullable()
    table.index(['member_id'])
  })

  await knex.schema.createTable('password_resets', table => {
    table.string('id', 64).primary() // SHA-256 of the link's token
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('created_at', 30).notNullable()
    table.string('expires_at', 30).notNullable()
    table.index(['member_id'])
  })

  await knex.schema.createTable('invitations', table => {
    table.string('id', 36).primary()
    table.string('code', 40).notNullable().unique()
    table.string('inviter_id', 36).notNullable().references('feeds.id')
    table.text('note').notNullable().defaultTo('')
    table.text('feed_ids').notNullable().defaultTo('[]')
    table.integer('uses_left').notNullable()
    table.string('created_at', 30).notNullable()
    table.string('expires_at', 30).notNullable()
    table.index(['inviter_id'])
  })

  // Handles that were once in use stay taken; only their hash is kept.
  await knex.schema.createTable('retired_handles', table => {
    table.string('id', 64).primary()
    table.string('created_at', 30).notNullable()
  })
}
