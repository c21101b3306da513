import { randomBytes } from 'node:crypto'

const length = 8
// Nobody wants one of these in the address of what they wrote.
const unlucky = /dea|bad|bee|bab|fee|666/
const mostAttempts = 4

/** A short id for a new entry: eight random hex digits. The insert fails when it is taken, so it stands inside `retryTaken`. */
export function newShortId(): string {
  for (;;) {
    const id = randomBytes(length / 2).toString('hex')
    if (!unlucky.test(id)) return id
  }
}

/** Runs a transaction that inserts entries again when one of their short ids, or of their origins, was just taken. */
export async function retryTaken<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt === mostAttempts || !isTaken(error)) throw error
    }
  }
}

// SQLite names the columns, PostgreSQL the constraint.
function isTaken(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { message, constraint = '' } = error as Error & { constraint?: string }
  return (
    /^entries_(short_id|author_id_origin)_unique$/.test(constraint) ||
    /UNIQUE constraint failed: entries\.(short_id|author_id)/.test(message)
  )
}
