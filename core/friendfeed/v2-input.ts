import type { Static } from 'typebox'
import { SiteError } from '../errors.ts'
import type { Context } from '../http/context.ts'
import { Type } from '../http/type.ts'

const amount = Type.Optional(Type.String({ pattern: '^(auto|\\d{1,6})$', problem: 'This is a number, or auto.' }))
const flag = Type.Optional(Type.String({ maxLength: 5 }))

export const v2Input = Type.Object({
  num: Type.Integer({ default: 30, minimum: 1 }),
  start: Type.Integer({ default: 0, minimum: 0 }),
  before: Type.Optional(Type.String({ maxLength: 100 })),
  maxcomments: amount,
  maxlikes: amount,
  raw: flag,
  hidden: flag,
  pretty: flag,
  format: Type.Optional(Type.String({ maxLength: 10 })),
  callback: Type.Optional(Type.String()),
})
export type V2Input = Static<typeof v2Input>

/** What FriendFeed's clients ask with. Refuses what is not answered here, so that nobody takes JSON for something else. */
export function readV2Input(ctx: Context): V2Input {
  const input = ctx.read(v2Input)
  if (input.format && input.format !== 'json') throw new SiteError(400, 'error', 'Answers come in JSON only, so leave format out.')
  if (input.callback) {
    throw new SiteError(400, 'error', 'There is no JSONP. Leave callback out: pages on other sites may read what is public with fetch.')
  }
  return input
}

export function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}
