import type { Knex } from 'knex'
import type { ActionDefinition } from '../actions/action.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { authorityUnder, type Decides } from './charter.ts'
import { withExecution } from './execution.ts'
import { isExecutor } from './executor-actor.ts'
import { appendLine } from './ledger.ts'
import { decisionOf, type Execution } from './locked-value.ts'

type Described = Pick<ActionDefinition<never, unknown>, 'name' | 'title' | 'authority' | 'decidedAs'> & {
  undo?: unknown
  facets?: (asked: { site: Site; input: never }) => readonly string[]
}

/** Who decides about this action with this input, by the charter of the site. What cannot be taken back never happens by silence. */
export function whoDecides(site: Site, { name, decidedAs = name, authority, facets, undo }: Described, input: unknown): Decides {
  const decides = authorityUnder(site.lock.charter, { name: decidedAs, authority }, facets?.({ site, input: input as never }))
  return decides === 'silence' && !undo ? 'ballot' : decides
}

/** Whether members decide, and not whoever holds a permission. */
export function membersDecide(decides: Decides): boolean {
  return decides === 'ballot' || decides === 'locked' || decides === 'silence'
}

/**
 * Refuses what the members decide to everybody but the executor of a passed proposal. Those who found the site may do it until founding
 * ends. While something does not agree with the ledger, nobody may.
 */
export function checkDecides({ lock, registry, safe, log }: Site, { name, title }: Described, actor: Actor, decides: Decides): void {
  if (lock.breach.length > 0 && (membersDecide(decides) || name.startsWith('plugin.')))
    throw forbidden(
      `${title}: not now. Something does not agree with what the members decided: ${lock.breach[0]} It has to be put right first.`,
    )
  if (!membersDecide(decides) || isExecutor(actor) || lock.founding.open) return
  log.warn({ action: name, actor: actor.kind, id: actor.id }, 'refused: the members decide about this')
  // The command line starts without plugins.
  const way =
    registry.plugins.has('governance') || safe
      ? `Propose it at /governance/propose?action=${name}.`
      : 'That needs the plugin "governance", which is not running.'
  throw forbidden(`${title}: the members decide about this by ${decides === 'silence' ? 'proposal' : 'vote'}. ${way}`)
}

interface Locked {
  site: Site
  trx: Knex.Transaction
  action: string
  input: unknown
  decides: Decides
  proposalId?: string | undefined
}

/** Runs what members decide with the lock open, and gives it a way to write its line in the ledger; everything else just runs. */
export function underLock<Result>(
  { site, trx, action, input, decides, proposalId }: Locked,
  run: (execution: Execution | undefined, record: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  if (!membersDecide(decides) || !site.settings.setUpAt) return run(undefined, async () => {})
  const kind = proposalId ? 'proposal' : 'founding'
  return withExecution(trx, { kind, action, input, now: site.now(), ...(proposalId && { proposalId }) }, execution =>
    run(execution, async () => {
      // What it says in detail may be about members, who can leave: the ledger keeps its hash.
      await appendLine(trx, { key: site.lock.key, now: site.now() }, 'act', decisionOf(execution))
    }),
  )
}
