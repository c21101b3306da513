import type { Router } from '../http/router.ts'
import { addSessionRoutes } from './session-routes.ts'
import { addSetupRoutes } from './setup-routes.ts'
import { addSignUpRoutes } from './sign-up-routes.ts'

/** Everything about having an account. */
export function addMemberRoutes(router: Router): void {
  addSetupRoutes(router)
  addSessionRoutes(router)
  addSignUpRoutes(router)
}
