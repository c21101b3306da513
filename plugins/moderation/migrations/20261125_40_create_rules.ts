import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What automatic rules and the spam filter found. In shadow mode that is all they do.
  await knex.schema.createTable('moderation_hits', table => {
    table.string('id', 36).primary()
    table.string('rule_name', 80).notNullable()
    table.string('subject_kind', 16).notNullable()
    table.string('subject_id', 36).notNullable()
    // Of the text in which it was found: after an edit it is looked at again.
    table.string('subject_hash', 64).notNullable()
    table.string('member_id', 36)
    // shadow, hold, label, limit or report.
    table.string('outcome', 16).notNullable()
    // What was found, in words.
    table.text('why').notNullable()
    table.string('created_at', 30).notNullable()
    table.unique(['rule_name', 'subject_kind', 'subject_id', 'subject_hash'])
    table.index(['rule_name', 'created_at'])
    table.index(['member_id'])
  })
  // Fingerprints of what was said in the last days, to find what is said again and again.
  await knex.schema.createTable('moderation_prints', table => {
    table.string('subject_id', 36).primary()
    table.string('print', 32).notNullable()
    table.string('member_id', 36)
    table.string('created_at', 30).notNullable()
    table.index(['print', 'created_at'])
    table.index(['created_at'])
    table.index(['member_id'])
  })
  // Members whom a rule put under the limits of new members for a while.
  await knex.schema.createTable('moderation_limits', table => {
    table.string('member_id', 36).primary()
    table.string('until', 30).notNullable()
    table.string('rule_name', 80).notNullable()
    table.text('why').notNullable()
    table.string('created_at', 30).notNullable()
    table.index(['until'])
  })
  // What a rule would have found: asked for by a moderator, counted by a job.
  await knex.schema.createTable('moderation_trials', table => {
    table.string('id', 36).primary()
    table.string('by_id', 36)
    // The rule as it was tried, and what came of it, as JSON.
    table.text('rule').notNullable()
    table.integer('days').notNullable()
    table.text('outcome')
    table.string('created_at', 30).notNullable()
    table.string('ended_at', 30)
    table.index(['created_at'])
  })
  // What the spam filter learned: how often a sign stood in what moderators removed as spam, and in what they kept.
  await knex.schema.createTable('moderation_tokens', table => {
    table.string('token', 64).primary()
    table.integer('spam').notNullable().defaultTo(0)
    table.integer('kept').notNullable().defaultTo(0)
  })
  // From which decisions, so that each counts once and one that is taken back is unlearned.
  await knex.schema.createTable('moderation_lessons', table => {
    table.string('decision_id', 36).primary()
    table.string('verdict', 8).notNullable()
    // The signs that were learned, as JSON.
    table.text('tokens').notNullable()
    table.string('created_at', 30).notNullable()
    table.index(['verdict', 'created_at'])
  })
  // How often moderators agree with a rule: decisions by what they were about.
  await knex.raw('create index moderation_decisions_subject_index on moderation_decisions (subject_id, created_at)')
}
