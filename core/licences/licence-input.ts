import { Type } from '../http/type.ts'
import { type Licence, licences, reserved } from './licence.ts'

const names = [reserved, ...Object.keys(licences)]

/** A licence as it is chosen in a form or through the API. */
export const licenceInput = Type.Unsafe<Licence | typeof reserved>({
  type: 'string',
  enum: names,
  problem: `Choose one of these licences: ${names.join(', ')}.`,
})

/** As it is kept. */
export function keptLicence(chosen: Licence | typeof reserved): Licence | null {
  return chosen === reserved ? null : chosen
}

/** What a member can choose from, in words; `says` is a message for `t`. */
export function licenceChoices(chosen: string | null): { value: string; name: string; says: string; selected: boolean }[] {
  const all = [{ value: reserved, name: '', says: 'All rights reserved', selected: chosen === null || chosen === reserved }]
  return [...all, ...Object.entries(licences).map(([value, { name, says }]) => ({ value, name, says, selected: value === chosen }))]
}
