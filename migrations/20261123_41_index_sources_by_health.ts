import type { Knex } from 'knex'

/** The host of an address: what stands between `//` and the next `/` or `:`. */
const hosts: Record<string, string> = {
  pg: `lower(substring(url from '^[a-zA-Z]+://([^/:]+)'))`,
  sqlite: `lower(substr(substr(url, instr(url, '://') + 3), 1, instr(replace(substr(url, instr(url, '://') + 3), ':', '/') || '/', '/') - 1))`,
}

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sources', table => {
    table.string('host', 253)
  })
  await knex.raw(`update sources set host = ${knex.client.config.client === 'pg' ? hosts.pg : hosts.sqlite}`)
  // For whoever looks after the sources of all members: by host, with all that is summed up; failing ones, paused ones, new ones.
  await knex.raw('create index sources_host_index on sources (host, failing_since, paused_at, interval_minutes, failures)')
  await knex.raw('create index sources_failing_index on sources (id) where failing_since is not null')
  await knex.raw('create index sources_paused_index on sources (id) where paused_at is not null')
  await knex.raw('create index sources_new_index on sources (id) where fetched_at is null')
  await knex.raw('create index sources_service_index on sources (service, id)')
}
