import type { Static, TSchema } from 'typebox'
import type { Actor } from '../actor.ts'
import { forbidden, invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import type { Site } from '../site.ts'
import type { ActionDefinition, ActOptions, Change, Doing, Looked, Outcome } from './action.ts'
import { findByKey, writeAudit } from './audit-log.ts'
import { may } from './permissions.ts'

/**
 * Runs an action: checks who asks and what they say, changes the tables and writes the audit row in one transaction, and announces
 * it. Trying what it would do is doing it and rolling back, so that it cannot say anything else than what would happen.
 */
export async function perform<Schema extends TSchema, Result>(
  action: ActionDefinition<Schema, Result>,
  site: Site,
  actor: Actor,
  given: Record<string, unknown>,
  options: ActOptions = {},
): Promise<Outcome<Result>> {
  checkAuthority(action, actor)
  const input = readInput(action.input, given)
  const reason = options.reason?.trim()
  if (action.authority === 'moderation' && !reason) throw invalid({ reason: 'Say why. The reason stands in the moderation log.' })
  if (options.key !== undefined && !/^.{1,80}$/.test(options.key)) throw invalid({ key: 'Use 1 to 80 characters.' })
  await action.prepare?.({ site, actor, input })

  const outcome = await rehearsed<Outcome<Result>>(options.dryRun === true, undo =>
    site.db.transaction(async trx => {
      const before = options.key === undefined ? undefined : await findByKey(trx, actor, options.key)
      if (before) return before as Outcome<Result>
      const doing: Doing<Static<Schema>> = { site: site.within(trx), trx, actor, input, ...(reason && { reason }) }
      const was = await action.look(doing)
      const result = await action.run(doing)
      const changes = differences(was, await action.look(doing))
      const done: Outcome<Result> = { ok: true, summary: action.say(input, changes), changes, result }
      if (options.dryRun) throw undo(done)
      if (changes.length === 0) return done
      const auditId = await writeAudit(
        trx,
        { action: action.name, actor, input: action.keep?.(doing) ?? input, ...done, ...options, ...(reason && { reason }) },
        site.now(),
      )
      await site.announce(trx, 'action.done', { auditId, action: action.name })
      return { ...done, auditId }
    }),
  )
  if (!options.dryRun) await action.after?.(site, { actor, input, ...('result' in outcome && { result: outcome.result as Result }) })
  return outcome
}

/** Nobody runs what members vote about, or what is locked, but the executor of a passed proposal. */
function checkAuthority(
  { authority, permission, title }: Pick<ActionDefinition<TSchema, unknown>, 'authority' | 'permission' | 'title'>,
  actor: Actor,
): void {
  if ((authority === 'ballot' || authority === 'locked') && actor.kind !== 'executor')
    throw forbidden(`${title}: the members decide about this by vote.`)
  if (!may(actor, permission)) throw forbidden(`${title}: this needs the permission "${permission}".`)
}

class Rehearsal extends Error {
  readonly outcome: unknown

  constructor(outcome: unknown) {
    super('a rehearsal ends here')
    this.outcome = outcome
  }
}

/** Lets the transaction of a rehearsal fail with its outcome. */
async function rehearsed<Result>(dryRun: boolean, run: (undo: (outcome: Result) => Error) => Promise<Result>): Promise<Result> {
  try {
    return await run(outcome => new Rehearsal(outcome))
  } catch (error) {
    if (dryRun && error instanceof Rehearsal) return error.outcome as Result
    throw error
  }
}

function differences(before: Looked, after: Looked): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter(path => JSON.stringify(before[path]) !== JSON.stringify(after[path]))
    .map(path => ({ path, before: before[path] ?? null, after: after[path] ?? null }))
}
