import { isStaff } from '../actions/permissions.ts'
import { SiteError } from '../errors.ts'
import type { Context } from './context.ts'

const retryAfterSeconds = 600
/** Those who look after the site have to be able to come in, and everybody can take their own along. */
const open = /^\/(sign-in|sign-out|password-reset|setup|settings\/data|export|decisions)(\/|$|-)/

/** During maintenance everybody but those who look after the site is asked to come back later. */
export async function closeForMaintenance(ctx: Context, next: () => Promise<void>): Promise<void> {
  const { maintenanceSince, maintenanceNote } = ctx.site.settings
  if (maintenanceSince === '' || isStaff(ctx.actor) || open.test(ctx.path)) return next()
  ctx.set('Retry-After', String(retryAfterSeconds))
  throw new SiteError(503, 'maintenance', maintenanceNote || ctx.t('We are working on this site. Please come back in a few minutes.'))
}
