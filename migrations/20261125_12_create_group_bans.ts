import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Who is shut out of a group. In force until `ended_at` is set or `until` has come.
  await knex.schema.createTable('group_bans', table => {
    table.string('id', 36).primary()
    table.string('group_id', 36).notNullable().references('groups.id').onDelete('CASCADE')
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.text('reason').notNullable()
    table.string('by_id', 36)
    table.string('until', 30)
    // Since when they were in the group, to be put back when the ban is lifted; null when they were not in it.
    table.string('member_since', 30)
    table.string('created_at', 30).notNullable()
    table.string('ended_at', 30)
    table.index(['member_id', 'group_id'])
    table.index(['group_id', 'created_at'])
  })

  // Entries that were taken out of a group, and where they stood in it.
  await knex.schema.createTable('group_removals', table => {
    table.string('entry_id', 36).notNullable().references('entries.id').onDelete('CASCADE')
    table.string('group_id', 36).notNullable().references('groups.id').onDelete('CASCADE')
    table.text('reason').notNullable()
    table.string('by_id', 36)
    table.string('bumped_at', 30).notNullable()
    table.string('created_at', 30).notNullable()
    table.primary(['entry_id', 'group_id'])
  })
}
