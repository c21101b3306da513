import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What a member allowed, when, under which sentence, and until when.
  await knex.schema.createTable('consents', table => {
    table.string('id', 36).primary()
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    // `search-engines`, or of a plugin: `letters/mailing`.
    table.string('consent', 90).notNullable()
    // The sentence as the member read it, in English, and its SHA-256.
    table.text('says').notNullable()
    table.string('says_hash', 64).notNullable()
    table.string('given_at', 30).notNullable()
    table.string('withdrawn_at', 30)
    table.index(['member_id'])
  })
  await knex.raw('create unique index consents_given_unique on consents (consent, member_id) where withdrawn_at is null')
  await knex.raw('create index consents_withdrawn_index on consents (withdrawn_at) where withdrawn_at is not null')
  // Since when search engines may show what this member publishes: beside the name, because every page that shows it reads that anyway.
  await knex.raw('alter table feeds add column findable_at varchar(30)')
}
