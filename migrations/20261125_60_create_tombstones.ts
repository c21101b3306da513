import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What must not exist: which things were destroyed for good, and how they are known again. Nothing of what they said.
  await knex.schema.createTable('tombstones', table => {
    table.string('id', 36).primary()
    // entry, comment, upload or picture.
    table.string('kind', 10).notNullable()
    // Ids and hashes, as JSON: what a restored backup must lose again.
    table.text('what').notNullable()
    table.string('reason', 1000).notNullable()
    table.string('rule', 300)
    table.string('by_id', 36)
    // Whose it was; null when the account is gone.
    table.string('author_id', 36)
    // Why the author was not told; null when they were.
    table.string('not_told_because', 500)
    table.string('created_at', 30).notNullable()
  })
  // SHA-256 of files, texts, origins and addresses of pictures that are not let in again.
  await knex.schema.createTable('purged_hashes', table => {
    table.string('hash', 64).primary()
    table.string('tombstone_id', 36).notNullable().references('tombstones.id').onDelete('CASCADE')
  })
  // What was destroyed, sealed for a court until a day. The key lies in DATA_DIR/keys.
  await knex.schema.createTable('sealed_evidence', table => {
    table.string('tombstone_id', 36).primary().references('tombstones.id').onDelete('CASCADE')
    table.text('sealed').notNullable()
    table.integer('bytes').notNullable()
    table.string('until', 30).notNullable()
    table.index(['until'])
  })
  // Who opened it, when and why. It outlives the evidence.
  await knex.schema.createTable('evidence_openings', table => {
    table.string('id', 36).primary()
    table.string('tombstone_id', 36).notNullable().references('tombstones.id').onDelete('CASCADE')
    table.string('by_id', 36).notNullable()
    table.string('by_name', 200).notNullable()
    table.string('reason', 1000).notNullable()
    table.string('created_at', 30).notNullable()
    table.index(['tombstone_id', 'id'])
  })
  // Of the bytes as they came in: they are the same also when a newer program writes pictures in another way.
  await knex.raw('alter table uploads add column received_hash varchar(64)')
}
