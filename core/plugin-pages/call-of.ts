import { may, type Permission, permissions } from '../actions/permissions.ts'
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
  const held = member ? [...permissions, ...ctx.registry.permissions.map(({ id }) => id as Permission)].filter(one => may(actor, one)) : []
  return Object.freeze({
    input: Object.freeze(input),
    locale,
    ...(member && { member: Object.freeze(member) }),
    ...(held.length > 0 && { may: Object.freeze(held) }),
  })
}

/** The text files that came with a form. Throws invalid for what is none, or too much. */
export function readTexts(ctx: Context, declared: { most: number; kilobytes: number } | undefined): Pick<PluginCall, 'texts'> {
  const files = ctx.state.files.filter(({ bytes }) => bytes.length > 0)
  if (!declared || files.length === 0) return {}
  if (files.length > declared.most) throw invalid({ [files[0]!.field]: `At most ${declared.most} files can be sent at once.` })
  const texts = files.map(({ field, name, bytes }) => {
    if (bytes.length > declared.kilobytes * 1000) throw invalid({ [field]: `The file is too large: ${declared.kilobytes} kB are allowed.` })
    return Object.freeze({ field, name: name.replaceAll('\0', '').slice(0, 200), text: decoded(field, bytes) })
  })
  return { texts: Object.freeze(texts) }
}

function decoded(field: string, bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\u0000')) return text
  } catch {
    // Said below, as for other files that are no text.
  }
  throw invalid({ [field]: 'This is no text file.' })
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
