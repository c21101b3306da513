import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('entries', table => {
    table.string('id', 36).primary()
    table.string('short_id', 12).notNullable().unique()
    table.string('author_id', 36).references('feeds.id')
    table.string('source_id', 36).references('sources.id').onDelete('SET NULL')
    // Which item of the source this is, also when the source is gone: type, address and guid, hashed.
    table.string('origin', 64)
    table.text('title')
    table.text('link')
    table.text('body').notNullable().defaultTo('')
    table.text('body_html').notNullable().defaultTo('')
    // The item as the source sent it, for the member's backup and for sanitising again.
    table.text('original')
    // SHA-256 of what of the item is shown: whether it was edited where it came from.
    table.string('original_hash', 64)
    table.text('attachments').notNullable().defaultTo('[]')
    table.string('via_name', 300)
    table.text('via_url')
    table.string('via_service', 40)
    table.string('via_verified_at', 30)
    // public or private: follows from the destinations.
    table.string('access', 16).notNullable()
    // friends: comments and likes carry it on to others. group: they do not.
    table.string('reach', 16).notNullable()
    table.integer('comment_count').notNullable().defaultTo(0)
    table.integer('like_count').notNullable().defaultTo(0)
    table.integer('last_number').notNullable().defaultTo(0)
    table.string('first_comment_id', 36)
    table.string('last_comment_id', 36)
    table.string('published_at', 30).notNullable()
    table.string('bumped_at', 30).notNullable()
    table.string('created_at', 30).notNullable()
    table.string('edited_at', 30)
    table.string('removed_at', 30)
    table.string('removed_by', 36)
    table.string('removed_reason', 300)
    table.unique(['author_id', 'origin'])
    table.index(['access', 'bumped_at', 'id'])
    table.index(['source_id'])
  })
  await knex.raw(`create index entries_group_author_index on entries (author_id, bumped_at, id) where reach = 'group'`)
  await knex.raw('create index entries_removed_index on entries (author_id) where removed_at is not null')

  // Destinations: where an entry was posted. They decide who may see it.
  await knex.schema.createTable('entry_feeds', table => {
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    table.string('feed_id', 36).notNullable().references('feeds.id')
    table.string('bumped_at', 30).notNullable()
    table.primary(['entry_id', 'feed_id'])
    table.index(['feed_id', 'bumped_at', 'entry_id'])
  })

  await knex.schema.createTable('comments', table => {
    table.string('id', 36).primary()
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    table.string('author_id', 36).references('feeds.id')
    table.integer('number').notNullable()
    table.text('body').notNullable()
    table.text('body_html').notNullable()
    table.string('created_at', 30).notNullable()
    table.string('edited_at', 30)
    table.string('removed_at', 30)
    table.string('removed_by', 36)
    table.unique(['entry_id', 'number'])
    table.index(['author_id', 'created_at'])
  })

  await knex.schema.createTable('likes', table => {
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('created_at', 30).notNullable()
    table.primary(['entry_id', 'member_id'])
    table.index(['entry_id', 'created_at'])
  })

  await knex.schema.createTable('hides', table => {
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    table.string('created_at', 30).notNullable()
    table.primary(['member_id', 'entry_id'])
    table.index(['entry_id'])
  })

  await knex.schema.createTable('saves', table => {
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    table.string('created_at', 30).notNullable()
    table.primary(['member_id', 'entry_id'])
    table.index(['member_id', 'created_at', 'entry_id'])
    table.index(['entry_id'])
  })

  // Pictures and files that members brought here.
  await knex.schema.createTable('uploads', table => {
    table.string('id', 36).primary()
    table.string('member_id', 36).references('members.id').onDelete('SET NULL')
    table.string('entry_id', 36).references('entries.id').onDelete('SET NULL')
    table.string('file', 80).notNullable()
    table.string('type', 80).notNullable()
    table.integer('width')
    table.integer('height')
    table.integer('bytes').notNullable()
    table.string('created_at', 30).notNullable()
    table.index(['member_id'])
    table.index(['entry_id'])
    table.index(['file'])
  })
}
