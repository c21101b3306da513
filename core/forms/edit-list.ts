import { mostRows } from './read-form.ts'

type Fields = Readonly<Record<string, unknown>>

/** Name of the buttons that change a list before a form is sent: `set-links:add`, `set-links:remove:2`, `set-links:up:2`. */
export const listButton = '_list'

/**
 * What a form holds after a row was added to a list, removed or moved: for a form that is shown again because somebody pressed such
 * a button. All fields of row 2 of a list `links` begin with `links/2/`, and `links/rows` is how many rows there are.
 */
export function editList(body: Fields): Record<string, unknown> {
  const { [listButton]: asked, ...fields } = body
  const [list = '', verb, at = ''] = String(asked).split(':')
  const count = Number(fields[`${list}/rows`])
  const row = Number(at)
  if (!Number.isInteger(count) || count < 0 || count > mostRows) return fields
  if (verb === 'add' && count < mostRows) return { ...fields, [`${list}/rows`]: String(count + 1) }
  if (!/^\d{1,3}$/.test(at) || row >= count) return fields
  const order = Array.from({ length: count }, (_, index) => index)
  if (verb === 'remove') order.splice(row, 1)
  else if (verb === 'up' && row > 0) order.splice(row - 1, 2, row, row - 1)
  else if (verb === 'down' && row < count - 1) order.splice(row, 2, row + 1, row)
  return reordered(fields, list, order)
}

/** The rows of a list in another order; rows that are not named are left out. */
function reordered(fields: Record<string, unknown>, list: string, order: readonly number[]): Record<string, unknown> {
  const place = new Map(order.map((row, index) => [row, index]))
  const moved = Object.entries(fields).flatMap(([name, value]) => {
    if (!name.startsWith(`${list}/`) || name === `${list}/rows`) return [[name, value] as const]
    const [row = '', ...rest] = name.slice(list.length + 1).split('/')
    const index = place.get(Number(row))
    return index === undefined ? [] : [[[list, index, ...rest].join('/'), value] as const]
  })
  return { ...Object.fromEntries(moved), [`${list}/rows`]: String(order.length) }
}
