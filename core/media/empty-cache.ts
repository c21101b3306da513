import { defineAction } from '../actions/define-action.ts'
import { Type } from '../http/type.ts'
import { isQueued } from '../jobs/is-queued.ts'

const key = 'empty-image-cache'

/** Throws away all pictures of other sites that are kept here. They are fetched again when somebody looks at them. */
export const emptyImageCache = defineAction({
  name: 'cache.empty',
  title: 'Empty the cache of pictures',
  authority: 'operations',
  permission: 'system',
  input: Type.Object({}),
  look: async ({ trx }) => ({ 'cache.pictures': (await isQueued(trx, key)) ? 'thrown away in a moment' : 'kept' }),
  run: ({ site, trx }) => site.jobs.add(trx, key, {}, { key }),
  say: () => 'The cache is emptied. Pictures are fetched again when somebody looks at them.',
  after: async site => site.jobs.nudge(),
})
