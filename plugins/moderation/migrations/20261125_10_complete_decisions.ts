import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // Of private things the queue shows no text. Cases of before keep what they show.
  await knex.schema.alterTable('moderation_cases', table => {
    table.integer('private').notNullable().defaultTo(0)
  })
  await knex.schema.alterTable('moderation_case_groups', table => {
    // Since when the group's admins have left it to the site's moderators.
    table.string('escalated_at', 30)
  })
  // Who opened something private because of a case. The core told its author.
  await knex.schema.createTable('moderation_openings', table => {
    table.string('case_id', 36).notNullable().references('moderation_cases.id').onDelete('CASCADE')
    table.string('by_id', 36).notNullable()
    table.string('by_name', 200).notNullable()
    table.string('created_at', 30).notNullable()
    table.primary(['case_id', 'by_id'])
  })
  await knex.schema.alterTable('moderation_decisions', table => {
    // The group whose admins decided; null for moderators of the site.
    table.string('group_id', 36)
    table.string('group_name', 200)
  })
  await knex.raw('create index moderation_decisions_group_index on moderation_decisions (group_id, id) where group_id is not null')
  await knex.schema.alterTable('moderation_steps', table => {
    // What of the subject it is about, where it is not all of it: an upload's id, a domain.
    table.string('about', 260)
    // Until when it holds; null for good.
    table.string('until', 30)
    // When this plugin takes it back; null when nothing does, or when it ends by itself.
    table.string('undo_at', 30)
    table.index(['step', 'decision_id'])
  })
  await knex.raw('create index moderation_steps_due_index on moderation_steps (undo_at) where undo_at is not null')
  await knex.schema.alterTable('moderation_answers', table => {
    // What comes with the words: ids of steps with spaces between them, and the number of a rule.
    table.string('steps', 200).notNullable().defaultTo('')
    table.integer('rule').notNullable().defaultTo(0)
  })
  // Entries that are hidden until their authors have edited them.
  await knex.schema.createTable('moderation_edit_requests', table => {
    table.string('entry_id', 36).primary()
    table.string('decision_id', 36).notNullable().references('moderation_decisions.id').onDelete('CASCADE')
    // Of what it said when the edit was asked for.
    table.string('hash', 64).notNullable()
    table.string('created_at', 30).notNullable()
  })
}
