import { may, type Permission } from '../actions/permissions.ts'
import { isMember } from '../actor.ts'
import { forbidden, invalid, SiteError, unauthorized } from '../errors.ts'
import type { Context } from '../http/context.ts'
import { readInput } from '../http/schema.ts'
import { pluginMember } from '../plugin-calls/plugin-member.ts'
import type { ObjectSchema } from '../plugin-contract/contributes.ts'
import type { PluginCall, Refusal } from '../plugin-contract/plugin-handlers.ts'

/** What a plugin is told about who asks: plain data that it cannot change. `input` was checked before. */
export function callOf(ctx: Context, input: Record<string, unknown> = {}): PluginCall {
  const { actor, locale } = ctx
  const member = isMember(actor) && pluginMember(actor)
  return Object.freeze({ input: Object.freeze(input), locale, ...(member && { member: Object.freeze(member) }) })
}

/** Throws when who asks is not among those for whom something was declared. */
export function checkAudience(ctx: Context, audience: string): void {
  if (audience === 'everyone') return
  if (!isMember(ctx.actor)) throw unauthorized()
  if (audience !== 'members' && !may(ctx.actor, audience as Permission)) throw forbidden(`This needs the permission "${audience}".`)
}

/** What came in, checked by the declared schema. Without one only the parameters of the path come through. */
export function readDeclared(ctx: Context, schema: ObjectSchema | undefined, params: Record<string, string>): Record<string, unknown> {
  if (!schema) return params
  const { _csrf, _method, ...given } = (ctx.method === 'GET' || ctx.method === 'HEAD' ? ctx.query : ctx.state.body) as Record<
    string,
    unknown
  >
  return readInput(schema, { ...given, ...params }) as Record<string, unknown>
}

/** Throws invalid when the plugin refuses what was asked. */
export function throwRefusal(reply: unknown): void {
  const { problem, problems } = (typeof reply === 'object' && reply !== null ? reply : {}) as Refusal
  if (problem === undefined && problems === undefined) return
  const all = Object.entries({ ...problems, ...(problem !== undefined && { form: problem }) })
  throw invalid(Object.fromEntries(all.map(([field, text]) => [field, String(text).slice(0, 300)])))
}

/** What a visitor hears when a plugin failed; the log and the admin panel say what it was. */
export function failed(plugin: string, cause: unknown): SiteError {
  if (cause instanceof SiteError) return cause
  return new SiteError(502, 'plugin-failed', `The plugin "${plugin}" could not do this. Please try again later.`, {}, { cause })
}
