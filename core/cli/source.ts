import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { memberActor } from '../actor.ts'
import { invalid } from '../errors.ts'
import { findMember, type Member } from '../members/member.ts'
import type { Site } from '../site.ts'
import { connectSource } from '../sources/connect-source.ts'
import { describeSource } from '../sources/describe-source.ts'
import { discoverSources } from '../sources/discover-sources.ts'
import { leaseSources, releaseSources } from '../sources/due-sources.ts'
import { fetchSource } from '../sources/fetch-source.ts'
import { Source } from '../sources/source.ts'
import type { CommandLine } from './command-line.ts'
import { previewSources } from './preview.ts'

interface AddOptions {
  member: string
  onlyAuthor?: string
  asMessage?: boolean
  firstComment?: boolean
  json?: boolean
}

interface ListOptions {
  member?: string
  json?: boolean
}

export function addSourceCommands(program: Command, cli: CommandLine): void {
  const source = program.command('source').description('connect, list, fetch and preview sources')

  source
    .command('add <address>')
    .description('find the feed at an address, connect it for a member and fetch it')
    .requiredOption('--member <handle>', 'whose source it is')
    .option('--only-author <name>', 'bring in only what this author signed')
    .option('--as-message', 'bring entries in as messages without a link')
    .option('--first-comment', 'make the description a first comment')
    .option('--json', 'print JSON')
    .action((address: string, options: AddOptions) => addSource(cli, address, options))

  source
    .command('list')
    .description('show sources and how they are doing')
    .option('--member <handle>', 'only those of one member')
    .option('--json', 'print JSON')
    .action((options: ListOptions) => listSources(cli, options))

  source
    .command('refresh')
    .description('fetch sources now, paused ones excepted')
    .option('--member <handle>', 'only those of one member')
    .option('--json', 'print one line of JSON for each source')
    .action((options: ListOptions) => refreshSources(cli, options))

  source
    .command('preview <input...>')
    .description('say what addresses or files would bring in, without keeping anything; "-" reads their names from standard input')
    .option('--content-type <type>', 'media type of files, as a server would give it')
    .option('--url <address>', 'address that files come from')
    .option('--json', 'print one line of JSON for each input')
    .action((inputs: string[], options: { contentType?: string; url?: string; json?: boolean }) => previewSources(cli, inputs, options))
}

async function addSource(cli: CommandLine, address: string, { member, json = false, ...options }: AddOptions): Promise<void> {
  const { site } = await cli.open()
  const actor = memberActor(await findMember(site.db, member))
  const discovery = await discoverSources(site, address)
  if ('problem' in discovery) throw invalid({ address: discovery.problem })
  const found = discovery.found[0]!
  const source = await connectSource(site, actor, {
    ...found,
    ...(options.onlyAuthor && { onlyAuthor: options.onlyAuthor }),
    ...(options.asMessage && { asMessage: 'yes' }),
    ...(options.firstComment && { firstComment: 'yes' }),
  })
  const report = await fetchSource(site, source)
  const { id, type, url, title, service } = (await Source.query(site.db).findById(source.id)) ?? source
  const added = { id, address: url, title, type, service, ...report }
  cli.print(json ? added : `${title} (${url}): ${report.problem ?? `${report.imported} entries came in.`}`, { json })
}

async function listSources(cli: CommandLine, { member, json = false }: ListOptions): Promise<void> {
  const { site } = await cli.open({ safe: true })
  const rows = await sourcesOf(site, member)
  const list = rows.map(source => ({
    member: source.member.feed.handle,
    address: source.url,
    title: source.title,
    status: describeSource(source, site.now()),
  }))
  if (!json) return cli.print(list)
  cli.print(
    rows.map(({ id, type, service, outcome, problem, failures, fetchedAt, nextFetchAt, verifiedAt, pausedAt, importedInAll }, index) => {
      return { id, ...list[index], type, service, outcome, problem, failures, fetchedAt, nextFetchAt, verifiedAt, pausedAt, importedInAll }
    }),
    { json },
  )
}

async function refreshSources(cli: CommandLine, { member, json = false }: ListOptions): Promise<void> {
  const { site } = await cli.open()
  const waiting = (await sourcesOf(site, member)).filter(source => !source.pausedAt)
  const work = async (): Promise<void> => {
    for (let source = waiting.shift(); source; source = waiting.shift()) {
      const { imported, updated, outcome, problem } = await refresh(site, source)
      const line = { address: source.url, outcome, imported, updated, ...(problem && { problem }) }
      cli.print(json ? line : `${source.url}: ${problem ?? `${imported} new, ${updated} updated`}`, { json })
    }
  }
  await Promise.all(Array.from({ length: site.config.jobs.fetches }, work))
}

type Refreshed = Pick<Source, 'imported' | 'updated'> & { outcome: string | null; problem?: string | null }

/** When the running site is at it already, its outcome is the one to report. */
async function refresh(site: Site, source: Source): Promise<Refreshed> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const [leased] = await leaseSources(site.db, [source.id], site.now())
    if (leased && leased.fetchedAt === source.fetchedAt) return fetchSource(site, leased)
    if (leased) {
      await releaseSources(site.db, [leased])
      return leased
    }
    await sleep(400)
  }
  return { outcome: 'busy', problem: 'The running site has been fetching this for two minutes.', imported: 0, updated: 0 }
}

type SourceOfMember = Source & { member: Member }

async function sourcesOf(site: Site, handle: string | undefined): Promise<SourceOfMember[]> {
  const member = handle === undefined ? undefined : await findMember(site.db, handle)
  const sources = await Source.query(site.db)
    .withGraphFetched('member.feed')
    .orderBy('createdAt')
    .orderBy('id')
    .modify(query => member && query.where({ memberId: member.id }))
  return sources as SourceOfMember[]
}
