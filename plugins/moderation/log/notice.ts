import type { Collection, PluginData, PluginMember } from 'core/api'
import type { World } from '../moderation.ts'

/** A line of the public log that is about the site and not about somebody. */
export interface Notice {
  kind: 'raid-begun' | 'raid-renewed' | 'raid-ended' | 'rule-on' | 'rule-off' | 'spam-filter'
  /** The rule's name, or how the spam filter is set. */
  title: string
  reason: string
  until: string
  byId: string
  byName: string
  at: string
}

interface NewNotice {
  kind: Notice['kind']
  title?: string
  reason: string
  until?: string
  /** None: a rule of the site did it, or its time was over. */
  member: PluginMember | undefined
}

function noticesOf({ data }: { data: PluginData }): Collection<Notice> {
  return data.notices as unknown as Collection<Notice>
}

/** Writes a line into the public log, in the transaction of the action that it tells of. */
export async function addNotice(
  world: World,
  data: PluginData,
  { kind, title = '', reason, until = '', member }: NewNotice,
): Promise<void> {
  const by = { byId: member?.id ?? '', byName: member ? `@${member.handle}` : '' }
  await noticesOf({ data }).insert({ kind, title, reason, until, ...by, at: world.tables.now() })
}

/** The newest lines; `before` is the id of the last one seen. */
export function listNotices({ host }: Pick<World, 'host'>, { before, limit }: { before?: string; limit: number }) {
  return noticesOf(host).list({ limit, ...(before && { after: before }) })
}
