import type { Knex } from 'knex'
import { newId } from '../db/new-id.ts'
import { hashJson } from './canonical-json.ts'
import type { Execution } from './locked-value.ts'

/** Opens the lock for one action inside its transaction, and closes it when the action has run. */
export async function withExecution<Result>(
  trx: Knex.Transaction,
  { kind, action, input, proposalId, now }: Pick<Execution, 'kind' | 'action' | 'proposalId'> & { input: unknown; now: Date },
  run: (execution: Execution) => Promise<Result>,
): Promise<Result> {
  const execution: Execution = { id: newId(), kind, action, payloadHash: payloadHash(action, input), ...(proposalId && { proposalId }) }
  await trx('lock_executions').insert({ ...execution, state: 'executing', createdAt: now.toISOString() })
  const result = await run(execution)
  await trx('lock_executions').where({ id: execution.id }).update({ state: 'done' })
  return result
}

/** What a decision is about, as one hash: the action's name and its input. */
export function payloadHash(action: string, input: unknown): string {
  return hashJson({ action, input })
}
