import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Packages that members brought to propose them: their files are kept as long as a row, or an open proposal, names them.
  await knex.schema.createTable('plugin_offers', table => {
    table.string('name', 40).notNullable()
    table.string('package', 80).notNullable()
    table.string('source', 500).notNullable()
    table.string('member_id', 36).references('members.id').onDelete('SET NULL')
    table.string('created_at', 30).notNullable()
    table.primary(['name', 'package'])
    table.index(['member_id'])
  })
}
