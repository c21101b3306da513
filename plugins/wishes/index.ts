import type { Plugin } from 'core/api'
import { hideWish, reportWish, showAgain } from './moderation/moderate.ts'
import { sendPatch } from './patches/send-patch.ts'
import { removeReply, replyToWish } from './replies/reply.ts'
import { answerWish } from './wishes/answer-wish.ts'
import { exportWishes } from './wishes/export-wishes.ts'
import { makeWish } from './wishes/make-wish.ts'
import { showWish } from './wishes/show-wish.ts'
import { showWishes } from './wishes/show-wishes.ts'
import { supportWish, unsupportWish } from './wishes/support-wish.ts'
import { addRoute, asker, type World } from './wishes.ts'

/** What members miss, and what comes of it. */
export default {
  activate(host) {
    const world: World = { host, tables: host.tables }
    host.page('list', call => showWishes(world, call))
    host.page('new', ({ input }) => ({ wished: input.title, similar: [] }))
    host.page('wish', call => showWish(world, call))

    addRoute(world, 'export', () => exportWishes(world))
    addRoute(world, 'make', call => makeWish(world, call))
    addRoute(world, 'support', async call => {
      await supportWish(world, call.input.id, asker(call).id)
      return { notice: 'You want this too.' }
    })
    addRoute(world, 'unsupport', async call => {
      await unsupportWish(world, call.input.id, asker(call).id)
      return { notice: 'You no longer want this.' }
    })
    addRoute(world, 'reply', call => replyToWish(world, call))
    addRoute(world, 'unreply', call => removeReply(world, call))
    addRoute(world, 'patch', call => sendPatch(world, call))
    addRoute(world, 'answer', call => answerWish(world, call))
    addRoute(world, 'report', call => reportWish(world, call))
    addRoute(world, 'hide', call => hideWish(world, call))
    addRoute(world, 'show', call => showAgain(world, call))
  },
} satisfies Plugin
