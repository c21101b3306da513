import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Every action: who changed what about the site, when, and what it was before. Rows are only ever added; undoing adds another.
  await knex.schema.createTable('audit_log', table => {
    table.string('id', 36).primary()
    table.string('action', 80).notNullable()
    table.string('actor_kind', 16).notNullable()
    table.string('actor_id', 36)
    table.string('summary', 500).notNullable()
    table.text('input').notNullable()
    table.text('changes').notNullable()
    table.string('reason', 1000)
    // The caller's own name for this request: sent twice, it is done once.
    table.string('key', 80)
    table.string('undoes', 36)
    table.string('created_at', 30).notNullable()
    table.unique(['undoes'])
    table.index(['created_at', 'id'])
    table.index(['action', 'created_at'])
    table.index(['actor_id', 'created_at'])
  })
  await knex.raw(`create unique index audit_log_key_unique on audit_log (coalesce(actor_id, ''), key) where key is not null`)
}
