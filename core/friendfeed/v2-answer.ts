import { isMember } from '../actor.ts'
import { answerUnchanged, weakEtag } from '../http/conditional.ts'
import type { Context } from '../http/context.ts'
import { isOn } from './v2-input.ts'

/**
 * Lets pages of other sites read what anybody may read. Never an answer to a member: with `*` a browser hands nothing on that it
 * asked for with cookies, and here it does not even have to know that.
 */
export function openToOtherSites(ctx: Context): void {
  ctx.vary('Cookie')
  if (!isMember(ctx.actor)) ctx.set('Access-Control-Allow-Origin', '*')
}

/** Sends an answer, or 304 when the client has the very same. */
export function answerJson(ctx: Context, answer: object): void {
  const text = JSON.stringify(answer, null, isOn(String(ctx.query.pretty ?? '')) ? 2 : 0)
  ctx.set('Cache-Control', 'private, no-cache')
  if (answerUnchanged(ctx, { etag: weakEtag(text) })) return
  ctx.type = 'application/json; charset=utf-8'
  ctx.body = text
}
