import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What is known about installed packages, for people and the audit log. What may run stands in the lock file, not here.
  await knex.schema.createTable('plugin_packages', table => {
    table.string('name', 40).primary()
    table.string('version', 60).notNullable()
    table.string('package', 80).notNullable()
    table.string('publisher', 60)
    table.text('capabilities').notNullable()
    // Address of an index, or "file".
    table.string('source', 500).notNullable()
    table.string('installed_at', 30).notNullable()
    table.string('installed_by', 36)
    // The version that was taken back at last, why, and when.
    table.string('returned_from', 60)
    table.string('returned_reason', 1000)
    table.string('returned_at', 30)
  })
}
