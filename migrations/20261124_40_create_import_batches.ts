import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // A file that a member brought, and what became of it.
  await knex.schema.createTable('import_batches', table => {
    table.string('id', 36).primary()
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('plugin', 40).notNullable()
    table.string('importer', 40).notNullable()
    // What the importer called itself, for when its plugin is gone.
    table.string('title', 60).notNullable()
    table.string('service', 40)
    table.string('file_name', 200).notNullable()
    table.bigInteger('file_bytes').notNullable()
    // Null as soon as the file is not needed any more.
    table.string('file', 60)
    // What was found when it was looked through: JSON that is only shown.
    table.text('preview')
    // Where the work that is under way goes on.
    table.text('place')
    table.string('with_replies_at', 30)
    table.integer('brought').notNullable().defaultTo(0)
    table.integer('known').notNullable().defaultTo(0)
    table.integer('refused').notNullable().defaultTo(0)
    table.integer('left_out').notNullable().defaultTo(0)
    table.integer('pictures_lost').notNullable().defaultTo(0)
    table.text('problem')
    table.string('created_at', 30).notNullable()
    table.string('read_at', 30)
    table.string('started_at', 30)
    table.string('ended_at', 30)
    table.string('taken_back_at', 30)
    table.string('swept_at', 30)
    table.index(['member_id', 'id'])
    table.index(['created_at'])
  })
  await knex.schema.createTable('import_refusals', table => {
    table.string('batch_id', 36).notNullable().references('import_batches.id').onDelete('CASCADE')
    table.integer('number').notNullable()
    table.string('what', 300).notNullable()
    table.string('why', 300).notNullable()
    table.primary(['batch_id', 'number'])
  })
  await knex.raw('alter table entries add column import_batch_id varchar(36) references import_batches (id) on delete set null')
  await knex.raw('create index entries_import_batch_index on entries (import_batch_id, id) where import_batch_id is not null')

  // Long work that many people have under way at once is told apart by what it is about.
  await knex.raw("alter table tasks add column subject varchar(36) not null default ''")
  await knex.raw('drop index tasks_open_unique')
  await knex.raw('create unique index tasks_open_unique on tasks (name, subject) where ended_at is null')
}
