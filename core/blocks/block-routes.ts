import type { Context } from '../http/context.ts'
import { addForm, type FormState, type Router } from '../http/router.ts'
import { settingsTabs } from '../members/settings-tabs.ts'
import { blockInput, blockMember, unblockMember } from './block-member.ts'
import { listBlocks } from './list-blocks.ts'
import { mutedWordsInput, muteInput, muteMember, muteWords, unmuteMember } from './mute-member.ts'

const page = '/settings/blocks'

/** Whom and what a member does not want to see: blocks, mutes and words are things of their settings. */
export function addBlockRoutes(router: Router): void {
  addForm(router, page, {
    show: showBlocks,
    async submit(ctx) {
      const input = ctx.read(blockInput)
      await blockMember(ctx.site, ctx.actor, input)
      ctx.done(page, 'Blocked. You see nothing of each other.', `${page}/${input.handle}`)
    },
  })
  router.delete(`${page}/:handle`, async ctx => {
    await unblockMember(ctx.site, ctx.actor, ctx.read(blockInput))
    ctx.done(page, 'You see each other again.')
  })
  addForm(router, '/settings/mutes', {
    show: showBlocks,
    async submit(ctx) {
      const input = ctx.read(muteInput)
      await muteMember(ctx.site, ctx.actor, input)
      ctx.done(page, 'Muted. Nobody is told.', `/settings/mutes/${input.handle}`)
    },
  })
  router.delete('/settings/mutes/:handle', async ctx => {
    await unmuteMember(ctx.site, ctx.actor, ctx.read(blockInput))
    ctx.done(page, 'You hear of them again.')
  })
  addForm(router, '/settings/muted-words', {
    show: showBlocks,
    async submit(ctx) {
      await muteWords(ctx.site, ctx.actor, ctx.read(mutedWordsInput))
      ctx.done(page, 'Saved.')
    },
  })
}

async function showBlocks(ctx: Context, { values, problems }: FormState): Promise<void> {
  const view = await listBlocks(ctx.site, ctx.actor)
  await ctx.page('settings-blocks', {
    tabs: settingsTabs(ctx, page),
    ...view,
    ...(values.words !== undefined && { words: values.words }),
    problems,
  })
}
