import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('notifications', table => {
    table.string('id', 36).primary()
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('kind', 32).notNullable()
    table.string('actor_id', 36).references('feeds.id')
    table.string('entry_id', 36).references('entries.id').onDelete('CASCADE')
    table.string('comment_id', 36).references('comments.id').onDelete('CASCADE')
    table.string('feed_id', 36).references('feeds.id')
    // One notification per member and happening, however often the event is delivered.
    table.string('about', 120).notNullable()
    table.string('created_at', 30).notNullable()
    table.string('read_at', 30)
    // When it is to be mailed; empty when it was, or shall not be.
    table.string('mail_at', 30)
    table.unique(['member_id', 'about'])
    table.index(['member_id', 'read_at'])
    table.index(['member_id', 'created_at', 'id'])
    table.index(['created_at'])
    // Deleting an entry or a comment must not look at every notification.
    table.index(['entry_id'])
    table.index(['comment_id'])
  })
  await knex.raw('create index notifications_mail_at_index on notifications (mail_at) where mail_at is not null')

  // Events of committed transactions that were not delivered yet.
  await knex.schema.createTable('outbox', table => {
    table.string('id', 36).primary()
    table.string('name', 80).notNullable()
    table.text('payload').notNullable()
    table.string('created_at', 30).notNullable()
    table.string('leased_until', 30)
  })

  await knex.schema.createTable('jobs', table => {
    table.string('id', 36).primary()
    table.string('name', 80).notNullable()
    // A job with the same key that waits already is not added again.
    table.string('key', 200).unique()
    table.text('input').notNullable()
    table.integer('attempts').notNullable().defaultTo(0)
    table.text('problem')
    table.string('run_at', 30).notNullable()
    table.string('leased_until', 30)
    table.string('failed_at', 30)
    table.string('created_at', 30).notNullable()
    table.index(['failed_at', 'run_at'])
  })

  await knex.schema.createTable('settings', table => {
    table.string('name', 80).primary()
    table.text('value').notNullable()
    table.string('updated_at', 30).notNullable()
    table.string('updated_by', 36)
  })

  await knex.schema.createTable('plugin_states', table => {
    table.string('name', 80).primary()
    table.string('disabled_at', 30)
    table.text('problem')
    table.string('updated_at', 30).notNullable()
  })

  // Counters that tell other processes that something changed: settings, plugins.
  await knex.schema.createTable('versions', table => {
    table.string('name', 40).primary()
    table.integer('version').notNullable()
  })
}
