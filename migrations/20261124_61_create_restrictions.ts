import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What moderators decided about a member. It is in force until `ended_at` is set or `until` has come.
  await knex.schema.createTable('restrictions', table => {
    table.string('id', 36).primary()
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    // warning, silence, suspension or removal.
    table.string('kind', 16).notNullable()
    table.text('reason').notNullable()
    // The community rule that was broken, in words.
    table.string('rule', 300)
    // Who decided: a member; null is the command line or the executor of a proposal.
    table.string('by_id', 36)
    table.string('until', 30)
    // Since when what the member published is hidden because of it.
    table.string('hides_at', 30)
    table.string('created_at', 30).notNullable()
    table.string('ended_at', 30)
    // Who lifted it before its time, and why.
    table.string('lifted_by', 36)
    table.text('lifted_reason')
    table.index(['member_id', 'created_at'])
  })
  // Few are in force: asked with every request and by each verb, and by the routine that ends them.
  await knex.raw('create index restrictions_open_index on restrictions (member_id, kind) where ended_at is null')
  await knex.raw('create index restrictions_until_index on restrictions (until) where ended_at is null')

  // Entries that nobody but their author and staff see: `entries.access` says 'hidden'.
  await knex.schema.createTable('hidden_entries', table => {
    table.string('entry_id', 36).primary().references('entries.id').onDelete('CASCADE')
    table.text('reason').notNullable()
    table.string('by_id', 36)
    // Hidden with everything of its author.
    table.string('restriction_id', 36).references('restrictions.id').onDelete('CASCADE')
    table.string('created_at', 30).notNullable()
    table.index(['restriction_id'])
    table.index(['created_at', 'entry_id'])
  })

  const roles: { name: string; permissions: string }[] = await knex('roles').whereNot({ name: 'admin' }).select('name', 'permissions')
  // Whoever looked after content until now does what comes with it.
  for (const { name, permissions } of roles) {
    const had = JSON.parse(permissions) as string[]
    if (had.includes('content'))
      await knex('roles')
        .where({ name })
        .update({ permissions: JSON.stringify([...had, 'moderation'].sort()) })
  }
}
