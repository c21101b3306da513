import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { system } from '../actor.ts'
import { acknowledgeKey, replaceKey, rotateKey } from '../lock/change-key.ts'
import { endFounding } from '../lock/end-founding.ts'
import type { LedgerLine } from '../lock/ledger.ts'
import type { SiteKey } from '../lock/site-key.ts'
import { verifySite } from '../lock/verify-site.ts'
import { linesOf } from '../proposals/proposal-lines.ts'
import { findVote } from '../proposals/published-vote.ts'
import { type PublishedVote, type Recount, recountVote } from '../proposals/recount.ts'
import type { CommandLine } from './command-line.ts'
import { tallyInWords } from './tally-in-words.ts'

/** Who decides, and checking from outside that nobody else did. */
export function addCharterCommands(program: Command, cli: CommandLine): void {
  const charter = program.command('charter').description('show who decides about what, and end the founding of the site')
  charter
    .command('show', { isDefault: true })
    .description('show the charter, whether the site is still being founded, and what does not agree with the ledger')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { site } = await cli.open({ safe: true })
      const { charter, founding, breach, head } = site.lock
      cli.print(
        {
          charter: json ? charter : charter.preset,
          founding: json ? founding : founding.open ? 'open' : 'ended',
          head: json ? head : `${head.seq} ${head.hash}`,
          breach,
        },
        { json },
      )
    })
  charter
    .command('end-founding')
    .description('end the founding, for good: from then on the charter says who decides')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { site } = await cli.open({ safe: true })
      await endFounding(site, system)
      cli.print(json ? { ok: true } : 'Founding has ended. From now on the charter says who decides.', { json })
    })

  addKeyCommands(charter, cli)

  const governance = program.command('governance').description('check from outside what the members of a site decided')
  governance
    .command('verify <url>')
    .description('check the ledger of a site against its key, and against the number and hash of a line that you kept')
    .option('--head <seq:hash>', 'a line that you know: its number and its hash')
    .option('--json', 'print JSON')
    .action(async (url: string, { head, json = false }: { head?: string; json?: boolean }) => {
      const [seq, hash] = head?.split(':') ?? []
      const found = await verifySite(path => readFrom(url, path), seq && hash ? { seq: Number(seq), hash } : undefined)
      cli.print(json ? { ok: found.problems.length === 0, ...found } : sentence(found), { json })
      if (found.problems.length > 0) process.exitCode = 1
    })
  governance
    .command('recount <proposal>')
    .description('count a vote anew from its published ballots: by the address of a proposal on any site, or by its id on this one')
    .option('--json', 'print JSON')
    .action(async (proposal: string, { json = false }: { json?: boolean }) => {
      const { vote, ledger } = URL.canParse(proposal) ? await fetchVote(proposal) : await readVote(cli, proposal)
      const found = recountVote(vote, ledger)
      cli.print(json ? { ok: found.problems.length === 0, title: vote.title, ...found } : recounted(vote, found), { json })
      if (found.problems.length > 0) process.exitCode = 1
    })
}

function addKeyCommands(charter: Command, cli: CommandLine): void {
  const done = (text: string, key: SiteKey, json: boolean): void => {
    const kept = cli.config().siteKey ? ' Set SITE_KEY to it before you start the site.' : ' Make a backup of the keys folder.'
    cli.print(json ? { ok: true, key: key.publicJwk } : `${text} Its public part: ${key.publicJwk.x}.${kept}`, { json })
  }
  charter
    .command('rotate-key')
    .description('give the site another key, signed by the one it has; while it does not run')
    .requiredOption('--reason <text>', 'why; it stands in the ledger')
    .option('--key <file>', 'the new key as PEM, where the key is in SITE_KEY')
    .option('--json', 'print JSON')
    .action(async ({ reason, key, json = false }: { reason: string; key?: string; json?: boolean }) => {
      const { site } = await cli.open({ safe: true })
      const pem = key === undefined ? undefined : await readFile(key, 'utf8')
      done('From now on another key signs.', await rotateKey(site, system, { reason, pem }), json)
    })
  charter
    .command('replace-key')
    .description('give the site a key in the place of one that is lost, openly: a banner says so; while it does not run')
    .requiredOption('--reason <text>', 'what happened; it stands in the ledger')
    .option('--json', 'print JSON')
    .action(async ({ reason, json = false }: { reason: string; json?: boolean }) => {
      const { site } = await cli.open({ safe: true })
      const key = await replaceKey(site, system, { reason })
      done('Another key signs, and every page says so until you acknowledge it, three days from now at the earliest.', key, json)
    })
  charter
    .command('acknowledge-key <statement>')
    .description('say openly, for good, how the key was lost; then the banner goes')
    .option('--json', 'print JSON')
    .action(async (statement: string, { json = false }: { json?: boolean }) => {
      const { site } = await cli.open({ safe: true })
      await acknowledgeKey(site, system, { statement })
      cli.print(json ? { ok: true } : 'It stands in the ledger, and the banner is gone.', { json })
    })
}

async function fetchVote(address: string): Promise<{ vote: PublishedVote; ledger: LedgerLine[] }> {
  const [, id = ''] = /\/governance\/proposals\/([\w-]{1,36})/.exec(new URL(address).pathname) ?? []
  if (!id) throw new Error('Name the page of a proposal: https://…/governance/proposals/….')
  const vote = JSON.parse(await readFrom(address, `/governance/proposals/${id}/ballots.json`)) as PublishedVote
  const lines = (await readFrom(address, '/governance/ledger.jsonl')).split('\n').filter(line => line !== '')
  return { vote, ledger: lines.map(line => JSON.parse(line) as LedgerLine) }
}

async function readVote(cli: CommandLine, id: string): Promise<{ vote: PublishedVote; ledger: LedgerLine[] }> {
  const { site } = await cli.open({ safe: true })
  return { vote: await findVote(site.db, id), ledger: await linesOf(site.db, id) }
}

function recounted({ title, options }: PublishedVote, { tally, problems }: Recount): string {
  return [
    title,
    tallyInWords(tally, options),
    ...(problems.length > 0 ? problems : ['The ballots, the rules and the result are those of the ledger.']),
  ].join('\n')
}

async function readFrom(url: string, path: string): Promise<string> {
  const answer = await fetch(new URL(path, url), { signal: AbortSignal.timeout(30_000) })
  if (!answer.ok) throw new Error(`${new URL(path, url).href} answers ${answer.status}.`)
  return answer.text()
}

function sentence({ lines, head, problems, notes }: Awaited<ReturnType<typeof verifySite>>): string {
  if (problems.length > 0) return [...problems, ...notes].join('\n')
  return [
    `All ${lines} lines hold. The last is ${head.seq}:${head.hash}. Keep it: with --head it shows whether the past was changed.`,
    ...notes,
  ].join('\n')
}
