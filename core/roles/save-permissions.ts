import type { Actor } from '../actor.ts'
import type { Site } from '../site.ts'
import { editRole } from './edit-role.ts'

/**
 * Saves the matrix of roles and permissions: for each role all that it is to bring. Each role that differs is changed by its
 * action, all or none. Returns how many changed. Throws forbidden when one of them is above the actor.
 */
export async function savePermissions(site: Site, actor: Actor, wanted: ReadonlyMap<string, readonly string[]>): Promise<number> {
  const changed = await site.db.transaction(async trx => {
    let count = 0
    for (const [name, permissions] of wanted) {
      const before = site.roles.get(name)?.permissions ?? []
      if (before.length === permissions.length && before.every(permission => permissions.includes(permission))) continue
      const { changes } = await editRole(site.within(trx), actor, { name, permissions: [...permissions] })
      if (changes.length > 0) count++
    }
    return count
  })
  await site.refresh()
  return changed
}
