import type { Actor } from '../actor.ts'

const genuine = new WeakSet<Actor>()

/** The actor of a decision that passed. Made by the executor alone: `test/core/lock/one-executor.test.ts` names who may import this. */
export function makeExecutor(): Actor {
  const actor: Actor = Object.freeze({ kind: 'executor', scopes: [] })
  genuine.add(actor)
  return actor
}

/** Whether an actor was made by the executor. An object that only looks like one is nobody. */
export function isExecutor(actor: Actor): boolean {
  return genuine.has(actor)
}
