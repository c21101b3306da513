import type { MemberActor } from '../actor.ts'
import type { PluginMember } from '../plugin-contract/plugin-handlers.ts'

/** A member who asks, as plugins see them. */
export function pluginMember({ id, member }: MemberActor): PluginMember {
  const { handle, name } = member.feed
  return { id, handle, name, joinedAt: member.createdAt }
}
