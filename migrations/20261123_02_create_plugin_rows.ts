import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What plugins keep in the collections of their manifests.
  await knex.schema.createTable('plugin_rows', table => {
    table.string('id', 36).primary()
    table.string('plugin', 40).notNullable()
    table.string('collection', 40).notNullable()
    table.text('value').notNullable()
    // Whose it is, and what becomes of it when the account goes: known here, so that it works when the plugin is gone.
    table.string('member_id', 36)
    table.string('member_field', 40)
    table.string('erase', 8)
    table.string('export', 8)
    table.string('created_at', 30).notNullable()
    table.string('updated_at', 30).notNullable()
    table.index(['plugin', 'collection', 'id'])
    table.index(['member_id'])
  })

  // By what rows are found: one for each beginning of each index that the manifest declares.
  await knex.schema.createTable('plugin_row_keys', table => {
    table.string('row_id', 36).notNullable().references('plugin_rows.id').onDelete('CASCADE')
    table.string('plugin', 40).notNullable()
    table.string('collection', 40).notNullable()
    table.string('fields', 170).notNullable()
    // Values of the fields as a JSON list; hashed when long.
    table.string('key', 300).notNullable()
    // The same again where no two rows may share it; empty elsewhere.
    table.string('unique_key', 300)
    table.primary(['row_id', 'fields'])
    table.index(['plugin', 'collection', 'fields', 'key', 'row_id'])
    table.unique(['plugin', 'collection', 'fields', 'unique_key'])
  })

  await knex.schema.createTable('plugin_usage', table => {
    table.string('plugin', 40).primary()
    table.integer('rows').notNullable()
    table.bigInteger('bytes').notNullable()
  })
}
