import type { Router } from '../http/router.ts'
import { addInvitationRoutes } from '../invitations/invitation-routes.ts'
import { addPasswordResetRoutes } from '../passwords/password-reset-routes.ts'
import { addSessionRoutes } from '../sessions/session-routes.ts'
import { addSetupRoutes } from '../setup/setup-routes.ts'
import { addProfileRoutes } from './profile-routes.ts'
import { addSettingsRoutes } from './settings-routes.ts'
import { addSignUpRoutes } from './sign-up-routes.ts'
import { addWaitingRoutes } from './waiting-routes.ts'

/** Everything about having an account. */
export function addMemberRoutes(router: Router): void {
  addSetupRoutes(router)
  addSessionRoutes(router)
  addSignUpRoutes(router)
  addPasswordResetRoutes(router)
  addSettingsRoutes(router)
  addProfileRoutes(router)
  addInvitationRoutes(router)
  addWaitingRoutes(router)
}
