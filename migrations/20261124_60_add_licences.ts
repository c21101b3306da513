import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What an entry may be used for by others, and what its author usually chooses. Null: all rights reserved.
  await knex.raw('alter table entries add column licence varchar(20)')
  await knex.raw('alter table members add column licence varchar(20)')
}
