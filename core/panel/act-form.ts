import type { ActOptions, Outcome } from '../actions/action.ts'
import type { Actor } from '../actor.ts'
import { invalid, SiteError } from '../errors.ts'
import type { Site } from '../site.ts'

/** A form that runs an action: its fields, apart from those that say which and how. */
export interface ActForm {
  action: string
  /** What the action is run with, once for each that was ticked. */
  inputs: Record<string, unknown>[]
  options: ActOptions
  /** The same fields again, for the form that confirms. */
  fields: { name: string; value: string }[]
}

const most = 100

/**
 * Reads a form that goes to `/admin/act`. `action` names the action, `reason` says why, `ask` wants to see first what would
 * happen; `each` names a field that was ticked several times: then the action is run once per value. Throws invalid.
 */
export function readActForm({ _csrf, _method, ...body }: Readonly<Record<string, unknown>>): ActForm {
  const { action, back, ask, reason, each, ...input } = body
  const options = { dryRun: ask === '1', ...(typeof reason === 'string' && { reason }) }
  const fields = Object.entries({ action, back, reason, each, ...input }).flatMap(([name, value]) =>
    [value ?? []].flat().map(one => ({ name, value: String(one) })),
  )
  return { action: String(action), inputs: typeof each === 'string' ? inputsOf(input, each) : [input], options, fields }
}

function inputsOf(input: Record<string, unknown>, each: string): Record<string, unknown>[] {
  const ticked = [...new Set([input[each] ?? []].flat())]
  if (ticked.length === 0) throw invalid({ form: 'Tick what it is about first.' })
  if (ticked.length > most) throw invalid({ form: `Take at most ${most} at once.` })
  return ticked.map(value => ({ ...input, [each]: value }))
}

/** Runs an action with each of the inputs, all or none. One that cannot be done is named. */
export async function actOnAll(site: Site, actor: Actor, { action, inputs, options }: ActForm): Promise<Outcome> {
  const [first] = inputs
  if (inputs.length === 1 && first) return site.act(actor, action, first, options)
  const outcomes = await site.db.transaction(async trx => {
    const done: Outcome[] = []
    for (const input of inputs) done.push(await named(input, () => site.within(trx).act(actor, action, input, options)))
    return done
  })
  if (!options.dryRun) await site.refresh()
  const changed = outcomes.filter(({ changes }) => changes.length > 0)
  const more = changed.length > 1 ? ` And the same for ${changed.length - 1} more.` : ''
  return { ok: true, summary: `${changed[0]?.summary ?? ''}${more}`, changes: outcomes.flatMap(({ changes }) => changes) }
}

async function named<Result>(input: Record<string, unknown>, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof SiteError)) throw error
    throw new SiteError(
      error.status,
      error.code,
      `${String(input.handle ?? input.tag ?? input.id ?? '')}: ${error.message}`,
      error.problems,
      {
        cause: error,
      },
    )
  }
}
