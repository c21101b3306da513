import type { ActionHandlers } from 'core/api'
import { addNotice } from '../log/notice.ts'
import type { World } from '../moderation.ts'
import { readState, writeState } from '../state.ts'
import { maybeRaid, type Raid, raidHours } from './raid.ts'

/** Begins raid mode, or lets it go on from now: never longer than 72 hours at a time, and each time with a line in the public log. */
export function beginRaidMode(world: World): ActionHandlers {
  return {
    look: async ({ data }) => ({ raid: (await readState({ data }, 'raid')) ?? null }),
    async run({ input: { hours = raidHours }, data, reason = '', member }) {
      const { tables } = world
      const before = await maybeRaid(world, { data })
      const until = new Date(Date.parse(tables.now()) + Math.min(raidHours, Number(hours)) * 3_600_000).toISOString()
      const by = { byId: member?.id ?? '', byName: member ? `@${member.handle}` : '' }
      const raid: Raid = { since: before?.since ?? tables.now(), until, reason, ...by }
      await writeState(data, 'raid', raid)
      await addNotice(world, data, { kind: before ? 'raid-renewed' : 'raid-begun', reason, until, member })
    },
  }
}

/** Ends raid mode before its time. */
export function endRaidMode(world: World): ActionHandlers {
  return {
    look: async ({ data }) => ({ raid: (await readState({ data }, 'raid')) ?? null }),
    async run({ data, reason = '', member }) {
      if (!(await maybeRaid(world, { data }))) return { problem: 'There is no raid mode to end.' }
      await writeState(data, 'raid', undefined)
      await addNotice(world, data, { kind: 'raid-ended', reason, member })
      return undefined
    },
  }
}

/** Says in the log that its time is over. Nothing else has to be done: what asks for it looks at the time. */
export async function closeRaid(world: World): Promise<void> {
  const { host, tables } = world
  const raid = await readState<Raid>(host, 'raid')
  if (!raid || raid.until > tables.now()) return
  await writeState(host.data, 'raid', undefined)
  await addNotice(world, host.data, { kind: 'raid-ended', reason: '', member: undefined })
}
