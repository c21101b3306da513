import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sources', table => {
    table.string('id', 36).primary()
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('type', 40).notNullable()
    table.string('service', 40)
    table.text('url').notNullable()
    // Where it was when it was connected: entries are known by it, also after the source has moved.
    table.text('address').notNullable()
    table.string('title', 300).notNullable()
    table.text('site_url')
    table.text('picture')
    // Options as FriendFeed had them.
    table.string('only_author', 200)
    table.string('as_message_since', 30)
    table.string('first_comment_since', 30)
    // What the last answer told us.
    table.text('etag')
    table.text('last_modified')
    table.string('outcome', 20)
    table.text('problem')
    table.integer('failures').notNullable().defaultTo(0)
    table.string('failing_since', 30)
    table.string('fetched_at', 30)
    table.string('changed_at', 30)
    table.integer('imported').notNullable().defaultTo(0)
    table.integer('updated').notNullable().defaultTo(0)
    table.integer('imported_in_all').notNullable().defaultTo(0)
    table.integer('interval_minutes').notNullable().defaultTo(60)
    // The table is the queue.
    table.string('next_fetch_at', 30)
    table.string('leased_until', 30)
    table.string('verification_code', 40).notNullable()
    table.string('verified_at', 30)
    table.string('paused_at', 30)
    table.string('created_at', 30).notNullable()
    table.unique(['member_id', 'url'])
    table.index(['next_fetch_at'])
  })

  // Addresses whose owner proved that they are theirs and had them taken out of the streams of others.
  await knex.schema.createTable('source_claims', table => {
    table.string('id', 36).primary()
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.text('url').notNullable().unique()
    table.string('created_at', 30).notNullable()
  })
}
