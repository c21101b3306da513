import type { PluginData } from 'core/api'
import type { World } from '../moderation.ts'
import { readState } from '../state.ts'

/** The site defends itself: nobody signs up, newcomers are held, and only friends comment. Public, and over by itself. */
export interface Raid {
  since: string
  until: string
  reason: string
  byId: string
  byName: string
}

export const raidHours = 72

/** Raid mode, while it holds. */
export async function maybeRaid({ tables }: Pick<World, 'tables'>, from: { data: PluginData }): Promise<Raid | undefined> {
  const raid = await readState<Raid>(from, 'raid')
  return raid && raid.until > tables.now() ? raid : undefined
}

/** How long pages go by what they read before: the banner is on every page of everybody. */
const remembered = 2000

/** Raid mode for what is asked all the time. It may be two seconds late, but where it was just switched. */
export function watchRaid(world: World): RaidWatch {
  let asked = Number.NEGATIVE_INFINITY
  let known: Promise<Raid | undefined> = Promise.resolve(undefined)
  return {
    async now() {
      if (performance.now() - asked > remembered) {
        asked = performance.now()
        known = readState<Raid>(world.host, 'raid')
      }
      const raid = await known
      return raid && raid.until > world.tables.now() ? raid : undefined
    },
    forget() {
      asked = Number.NEGATIVE_INFINITY
    },
  }
}

export interface RaidWatch {
  now(): Promise<Raid | undefined>
  /** It was switched here: the next page reads it again. */
  forget(): void
}
