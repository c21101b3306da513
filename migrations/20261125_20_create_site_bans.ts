import type { Knex } from 'knex'

/** Whom and what the site shuts out: addresses, domains of mail and of links, handles. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('site_bans', table => {
    table.string('id', 36).primary()
    // address, email, link or handle.
    table.string('kind', 10).notNullable()
    // As it is compared: 203.0.113.0/24, example.org, the skeleton of a handle. Null when an address was deleted.
    table.string('value', 300)
    // As it was written, for those who look after the site.
    table.string('shown', 300)
    // refuse or hold.
    table.string('effect', 10).notNullable()
    table.string('reason', 1000).notNullable()
    table.string('rule', 300)
    // Whose addresses or mail it is, when it was named by a member.
    table.string('member_id', 36)
    table.string('by_id', 36)
    table.string('until', 30)
    table.string('created_at', 30).notNullable()
    table.string('ended_at', 30)
    table.string('lifted_reason', 1000)
    table.index(['kind', 'value'])
  })
  await knex.raw('create index site_bans_member_index on site_bans (member_id) where member_id is not null')
  await knex.raw('create index site_bans_open_index on site_bans (id) where ended_at is null')
}
