import type { Knex } from 'knex'

/** What the lists of the admin panel are read by, so that a page of them is a range of an index. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index members_seen_index on members (seen_at, id)')
  await knex.raw('create index members_invited_by_index on members (invited_by, id) where invited_by is not null')
  await knex.raw('create index members_invited_index on members (id) where invited_by is not null')
  await knex.raw('create index feeds_name_index on feeds (lower(name))')
  await knex.raw('create index feeds_kind_index on feeds (kind, id)')
  await knex.raw('create index sessions_used_index on sessions (used_at, member_id)')

  // What a change is about: `members.ann`, `entries.3f2a9c`. Made from the path of what changed first.
  await knex.schema.alterTable('audit_log', table => {
    table.string('subject', 120)
  })
  await knex.raw('create index audit_log_subject_index on audit_log (subject, id) where subject is not null')
}
