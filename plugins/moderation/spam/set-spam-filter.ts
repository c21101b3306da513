import type { ActionHandlers } from 'core/api'
import { addNotice } from '../log/notice.ts'
import type { World } from '../moderation.ts'
import { readState, writeState } from '../state.ts'
import type { SpamFilter } from './spam-filter.ts'

/** Sets how the spam filter works. */
export function setSpamFilter(world: World): ActionHandlers {
  return {
    look: async ({ data }) => ({ spam: (await readState({ data }, 'spam')) ?? null }),
    async run({ input, data, reason = '', member }) {
      const { mode, threshold, least, rule } = input as unknown as SpamFilter
      const before = await readState<SpamFilter>({ data }, 'spam')
      await writeState(data, 'spam', { least, mode, rule, threshold })
      if ((before?.mode ?? 'shadow') !== mode) await addNotice(world, data, { kind: 'spam-filter', title: mode, reason, member })
    },
  }
}
