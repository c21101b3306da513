import { loadConfig } from '../../../core/config/load-config.ts'
import { openSite } from '../../../core/open-site.ts'
import { executeProposal } from '../../../core/proposals/execute-proposal.ts'
import { root } from '../../../core/testing/make-site.ts'

/** Does what a proposal says and is killed when the change is written and its end in the ledger is not. For `killed.test.ts`. */
const [proposalId = '', now = ''] = process.argv.slice(2)
const { site } = await openSite(loadConfig(root, { ...process.env, LOG_LEVEL: 'silent' }), { safe: true, now: () => new Date(now) })
site.announce = async (trx, name) => {
  if (name !== 'action.done') return
  const written: unknown[] = await trx('locked_values').where({ key: 'policies.terms' }).select('version')
  process.stdout.write(`written ${written.length}\n`, () => process.kill(process.pid, 'SIGKILL'))
  await new Promise(() => {})
}
await executeProposal(site, proposalId)
