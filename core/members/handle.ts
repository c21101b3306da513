import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { invalid } from '../errors.ts'
import { reservedNames, reservedPaths } from './reserved-handles.ts'

const pattern = /^(?=.*[a-z])[a-z0-9]{3,25}$/

/** A handle as it is kept: lower case, without the @ that people write before it. */
export function tidyHandle(text: string): string {
  return text.trim().replace(/^@/, '').toLowerCase()
}

/**
 * The handle with characters folded that look alike, so that `b0b5` and `bobs` are one. Two handles with the same skeleton
 * cannot both be taken.
 */
export function skeletonOf(handle: string): string {
  return handle
    .replaceAll('0', 'o')
    .replaceAll(/[1i]/g, 'l')
    .replaceAll('2', 'z')
    .replaceAll('5', 's')
    .replaceAll('8', 'b')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
}

/**
 * Returns the handle as it will be kept, or throws `invalid` with the reason: its form, a name that the site needs, one that is
 * taken or looks like one that is, or one that somebody had before. For members and groups alike.
 */
export async function checkHandle(db: Knex, text: string): Promise<string> {
  const handle = tidyHandle(text)
  if (!pattern.test(handle)) throw refused('Please use 3 to 25 of the letters a–z and digits, with at least one letter.')
  if (isReserved(handle)) throw refused('This name is kept for the site itself. Please choose another one.')

  const skeleton = skeletonOf(handle)
  const taken: { handle: string } | undefined = await db('feeds').where({ skeleton }).first('handle')
  if (taken?.handle === handle) throw refused('This name is taken. Please choose another one.')
  if (taken) throw refused('This looks too much like a name that is taken. Please choose another one.')
  const retired: unknown = await db('retired_handles')
    .where({ id: retiredId(handle) })
    .first('id')
  if (retired) throw refused('Somebody had this name before, so it is not given out again. Please choose another one.')
  return handle
}

export function isReserved(handle: string): boolean {
  return reservedPaths.includes(handle) || reservedSkeletons.has(skeletonOf(handle))
}

/** Under this hash a handle stays taken when its member is gone. Of the skeleton, so that look-alikes stay taken too. */
export function retiredId(handle: string): string {
  return createHash('sha256')
    .update(`handle:${skeletonOf(handle)}`)
    .digest('hex')
}

const reservedSkeletons = new Set(reservedNames.map(skeletonOf))

function refused(reason: string) {
  return invalid({ handle: reason })
}
