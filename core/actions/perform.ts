import type { Knex } from 'knex'
import type { Static, TSchema } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { forbidden, invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import type { Decides } from '../lock/charter.ts'
import { checkDecides, membersDecide, underLock, whoDecides } from '../lock/under-lock.ts'
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
  const asked = await prepare(action, site, actor, given, options)
  const outcome = await rehearsed<Outcome<Result>>(options.dryRun === true, undo =>
    site.db.transaction(async trx => {
      const done = await performIn(trx, action, asked, options)
      if (!options.dryRun) return done
      const { auditId: _, ...tried } = done
      throw undo(tried)
    }),
  )
  if (!options.dryRun)
    await action.after?.(site, { actor, input: asked.input, ...('result' in outcome && { result: outcome.result as Result }) })
  return outcome
}

/** A request that was looked at: who asks may, and what they say is right. */
export interface Asked<Input> {
  site: Site
  actor: Actor
  input: Input
  decides: Decides
  reason?: string
}

/** Checks who asks and what they say, before anything is written. */
export async function prepare<Schema extends TSchema, Result>(
  action: ActionDefinition<Schema, Result>,
  site: Site,
  actor: Actor,
  given: Record<string, unknown>,
  { reason: why, key, byPlugin, dryRun }: ActOptions,
): Promise<Asked<Static<Schema>>> {
  // Who may not ask learns nothing about what would be right.
  const isOpen = may(actor, action.permission) || (actor.kind === 'plugin' && action.byRule)
  const denied = forbidden(`${action.title}: this needs the permission "${action.permission}".`)
  if (!isOpen && !(action.mayAlso && isMember(actor))) throw denied
  const input = readInput(action.input, given)
  if (!isOpen && !(await action.mayAlso?.({ site, actor, input }))) throw denied
  const decides = whoDecides(site, action, input)
  checkDecides(site, action, actor, decides)
  if (byPlugin && membersDecide(decides))
    throw forbidden(`${action.title}: the members decide about this. A plugin cannot do it for anybody.`)
  const reason = why?.trim()
  // Whoever only wants to see what would happen may say it then.
  if (action.authority === 'moderation' && !reason && !dryRun)
    throw invalid({ reason: 'Say why. The reason stands in the moderation log.' })
  if (key !== undefined && !/^.{1,80}$/.test(key)) throw invalid({ key: 'Use 1 to 80 characters.' })
  await action.prepare?.({ site, actor, input })
  return { site, actor, input, decides, ...(reason && { reason }) }
}

/** Does what was asked inside a transaction, with its rows in the audit log and, where members decide, in the ledger. */
export async function performIn<Schema extends TSchema, Result>(
  trx: Knex.Transaction,
  action: ActionDefinition<Schema, Result>,
  asked: Asked<Static<Schema>>,
  options: ActOptions,
): Promise<Outcome<Result>> {
  const { site: outer, actor, input, decides, reason } = asked
  const before = options.key === undefined ? undefined : await findByKey(trx, actor, options.key)
  if (before) return before as Outcome<Result>
  const site = outer.within(trx)
  return underLock({ site, trx, action: action.name, input, decides, proposalId: options.proposalId }, async (execution, record) => {
    const { byPlugin, author, proposalId } = options
    const credit = { ...(author && { author }), ...(proposalId && { proposalId }) }
    const doing: Doing<Static<Schema>> = {
      ...{ site, trx, actor, input, credit },
      ...(reason && { reason }),
      ...(byPlugin && { byPlugin }),
      ...(execution && { execution }),
    }
    const was = await action.look(doing)
    const result = await action.run(doing)
    const changes = differences(was, await action.look(doing))
    const done: Outcome<Result> = { ok: true, summary: action.say(input, changes), changes, result }
    if (changes.length === 0) return done
    const auditId = await writeAudit(
      trx,
      { action: action.name, actor, input: action.keep?.(doing) ?? input, ...done, ...options, ...(reason && { reason }) },
      site.now(),
    )
    await record()
    await site.announce(trx, 'action.done', { auditId, action: action.name })
    return { ...done, auditId }
  })
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
