import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What a member may do about the site as a whole. `members.role` names one.
  await knex.schema.createTable('roles', table => {
    table.string('name', 16).primary()
    table.string('title', 60).notNullable()
    // JSON: names of permissions. The admin's are all there are, whatever stands here.
    table.text('permissions').notNullable()
    table.string('created_at', 30).notNullable()
  })
  const createdAt = new Date().toISOString()
  await knex('roles').insert([
    { name: 'admin', title: 'Admin', permissions: '[]', createdAt },
    { name: 'moderator', title: 'Moderator', permissions: '["audit log","content"]', createdAt },
    { name: 'member', title: 'Member', permissions: '[]', createdAt },
  ])
  // Who has a role, and lists of members by role in the order of joining.
  await knex.raw('create index members_role_index on members (role, id)')
}
