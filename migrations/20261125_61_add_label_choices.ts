import type { Knex } from 'knex'

/** By label, whether a member wants to have it left out or shown openly: JSON; what is not named is warned of. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`alter table members add column label_choices varchar(200) not null default '{}'`)
}
