import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  // What was decided, line by line: each holds the hash of the one before and is signed with the site's key.
  await knex.schema.createTable('ledger', table => {
    table.integer('seq').primary()
    table.string('hash', 64).notNullable()
    table.string('prev', 64).notNullable()
    // The line as it is published, in canonical JSON (RFC 8785).
    table.text('line').notNullable()
  })
  // Permission to write locked values: one for each time that the lock opens.
  await knex.schema.createTable('lock_executions', table => {
    table.string('id', 36).primary()
    // genesis, founding or proposal.
    table.string('kind', 16).notNullable()
    table.string('proposal_id', 36)
    table.string('action', 80).notNullable()
    table.string('payload_hash', 64).notNullable()
    // executing, then done; a transaction begins and ends it.
    table.string('state', 16).notNullable()
    table.string('created_at', 30).notNullable()
  })
  // Values that only the lock writes. Nothing is ever changed or deleted: a new version is a new row.
  await knex.schema.createTable('locked_values', table => {
    table.string('key', 80).notNullable()
    table.integer('version').notNullable()
    table.text('value').notNullable()
    table.string('value_hash', 64).notNullable()
    table.string('execution_id', 36).notNullable().references('lock_executions.id')
    table.string('effective_at', 30).notNullable()
    table.string('created_at', 30).notNullable()
    table.primary(['key', 'version'])
  })
  // Days on which a member was here: who votes has taken part.
  await knex.schema.createTable('active_days', table => {
    table.string('member_id', 36).notNullable().references('members.id').onDelete('CASCADE')
    table.string('day', 10).notNullable()
    table.primary(['member_id', 'day'])
  })

  // Changes of the site that members vote about. What stands in the ledger about them is what counts.
  await knex.schema.createTable('proposals', table => {
    table.string('id', 36).primary()
    table.string('title', 200).notNullable()
    table.string('action', 80).notNullable()
    table.text('input').notNullable()
    table.string('payload_hash', 64).notNullable()
    // What it would change, as the action said when it was published: [{ path, before, after }].
    table.text('changes').notNullable()
    // ballot, locked or charter, with the rules as they were when it was published.
    table.string('rules_class', 16).notNullable()
    table.text('rules').notNullable()
    // silence, ballot or locked.
    table.string('decides', 16).notNullable()
    table.string('proposed_by', 36).references('members.id').onDelete('SET NULL')
    // published, voting, passed, failed, executed, void.
    table.string('state', 16).notNullable()
    table.string('state_reason', 500)
    table.integer('electors').notNullable()
    table.string('published_at', 30).notNullable()
    table.string('noticed_at', 30)
    // When the present state ends by itself.
    table.string('due_at', 30)
    table.integer('amendments').notNullable().defaultTo(0)
    table.string('closed_at', 30)
    table.text('tally')
    table.string('settled_at', 30)
    table.index(['state', 'due_at'])
    table.index(['payload_hash'])
  })
  // Who could vote when it was published.
  await knex.schema.createTable('proposal_electors', table => {
    table.string('proposal_id', 36).notNullable().references('proposals.id').onDelete('CASCADE')
    table.string('member_id', 36).notNullable()
    table.string('objected_at', 30)
    table.primary(['proposal_id', 'member_id'])
  })
  // While a vote is open a ballot knows its voter, who may change it; afterwards only its tag.
  await knex.schema.createTable('ballots', table => {
    table.string('proposal_id', 36).notNullable().references('proposals.id').onDelete('CASCADE')
    table.string('tag', 32).notNullable()
    table.string('member_id', 36)
    table.string('choice', 16).notNullable()
    table.primary(['proposal_id', 'tag'])
    table.unique(['proposal_id', 'member_id'])
  })
  const isPostgres = knex.client.config.client === 'pg'
  for (const statement of isPostgres ? postgresTriggers() : sqliteTriggers()) await knex.raw(statement)
}

/** When a row may come in; everything else is refused. */
const allowed = {
  ledger: `new.seq = (select coalesce(max(seq), -1) + 1 from ledger)
    and new.prev = coalesce((select hash from ledger where seq = new.seq - 1), '${'0'.repeat(64)}')`,
  lock_executions: `new.state = 'executing' and not exists (select 1 from lock_executions where id = new.id)`,
  locked_values: `exists (select 1 from lock_executions where id = new.execution_id and state = 'executing')
    and new.version = (select coalesce(max(version), 0) + 1 from locked_values where key = new.key)`,
}

const ends = `old.state = 'executing' and new.state = 'done' and new.id = old.id and new.kind = old.kind and new.action = old.action
  and new.payload_hash = old.payload_hash and new.created_at = old.created_at and coalesce(new.proposal_id, '') = coalesce(old.proposal_id, '')`

const refusal = 'locked: only a decision of the members changes this'

function sqliteTriggers(): string[] {
  return Object.entries(allowed).flatMap(([table, condition]) => [
    `create trigger ${table}_insert before insert on ${table} when not (${condition}) begin select raise(abort, '${refusal}'); end`,
    `create trigger ${table}_update before update on ${table} ${table === 'lock_executions' ? `when not (${ends})` : ''}
      begin select raise(abort, '${refusal}'); end`,
    `create trigger ${table}_delete before delete on ${table} begin select raise(abort, '${refusal}'); end`,
  ])
}

function postgresTriggers(): string[] {
  return Object.entries(allowed).flatMap(([table, condition]) => [
    `create function ${table}_locked() returns trigger language plpgsql as $$ begin
      if tg_op = 'INSERT' then if ${condition} then return new; end if; end if;
      ${table === 'lock_executions' ? `if tg_op = 'UPDATE' then if ${ends} then return new; end if; end if;` : ''}
      raise exception '${refusal}'; end $$`,
    `create trigger ${table}_insert before insert on ${table} for each row execute function ${table}_locked()`,
    `create trigger ${table}_update before update on ${table} for each row execute function ${table}_locked()`,
    `create trigger ${table}_delete before delete on ${table} for each row execute function ${table}_locked()`,
    `create trigger ${table}_truncate before truncate on ${table} for each statement execute function ${table}_locked()`,
  ])
}
