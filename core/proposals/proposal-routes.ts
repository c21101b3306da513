import type { Router } from '../http/router.ts'
import { findVote } from './published-vote.ts'

/** What anybody needs to count a vote anew. From the core, so that it stays when the plugin is gone. */
export function addProposalRoutes(router: Router): void {
  router.get('/governance/proposals/:id/ballots.json', async ctx => {
    ctx.set('Access-Control-Allow-Origin', '*')
    ctx.body = await findVote(ctx.site.db, ctx.params.id ?? '')
  })
}
