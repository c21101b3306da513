import type { Command } from 'commander'
import { rebuildTimelines } from '../feeds/rebuild-timelines.ts'
import type { CommandLine } from './command-line.ts'

interface Options {
  json?: boolean
}

export function addTimelineCommands(program: Command, cli: CommandLine): void {
  program
    .command('timeline')
    .description('look after the pages that members read')
    .command('rebuild')
    .description('drop every timeline and make it anew from entries and subscriptions; can run while the site does')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const members = await rebuildTimelines(site)
      cli.print(json ? { members } : `Made the timelines of ${members} members anew. Others get theirs when they come back.`, { json })
    })
}
