import type { Change } from './action.ts'

/** What an action was about, for its sentence: `bob` of `members.bob.sessions`. Empty when nothing changed. */
export function subjectOf(changes: readonly Pick<Change, 'path'>[]): string {
  return changes[0]?.path.split('.')[1] ?? ''
}
