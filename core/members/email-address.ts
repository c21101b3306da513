import type { Knex } from 'knex'
import { invalid } from '../errors.ts'
import { Type } from '../http/type.ts'

export const emailSchema = Type.String({ format: 'email', maxLength: 254 })

/** An address as it is kept: nobody has two accounts by writing it differently. */
export function tidyEmail(text: string): string {
  return text.trim().toLowerCase()
}

/** Throws `invalid` when another member has this address. */
export async function checkEmail(db: Knex, email: string, memberId = ''): Promise<void> {
  const taken: unknown = await db('members').where({ email }).whereNot({ id: memberId }).first('id')
  if (taken) throw invalid({ email: 'There is an account with this e-mail address already.' })
}
