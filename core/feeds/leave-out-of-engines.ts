import type { Context } from '../http/context.ts'
import type { EntryRow } from './entry-rows.ts'

/** Asks search engines to leave an answer out when it shows entries of somebody who has not allowed them. */
export function leaveOutOfEngines(ctx: Pick<Context, 'set'>, rows: readonly Pick<EntryRow, 'authorFindableAt'>[]): void {
  if (rows.some(({ authorFindableAt }) => authorFindableAt === null)) ctx.set('X-Robots-Tag', 'noindex')
}
