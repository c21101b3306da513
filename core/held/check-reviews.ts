import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'

/** Throws for everybody but those who look after content. */
export function checkReviews(actor: Actor): void {
  if (!may(actor, 'content')) throw forbidden('Only those who look after content review what is held.')
}
