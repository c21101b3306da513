import { type AuditEntry, auditOfPath } from '../actions/audit-log.ts'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden, notFound } from '../errors.ts'
import type { Site } from '../site.ts'
import { isChangeable } from './settings.ts'

/** Every change of one setting, the newest first, at most fifty. Throws notFound. */
export async function settingHistory(site: Site, actor: Actor, key: string): Promise<AuditEntry[]> {
  if (!may(actor, 'settings')) throw forbidden('Only those who may change settings see their history.')
  if (!isChangeable(key)) throw notFound('setting')
  return auditOfPath(site.db, ['settings.change', 'settings.save'], `settings.${key}`)
}
