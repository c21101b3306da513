import type { Command } from 'commander'
import { rebuildTimelines } from '../timelines/rebuild-timelines.ts'
import type { CommandLine } from './command-line.ts'

interface Options {
  json?: boolean
}

const everySoMany = 50

export function addTimelineCommands(program: Command, cli: CommandLine): void {
  program
    .command('timeline')
    .description('look after the pages that members read')
    .command('rebuild')
    .description('make every timeline anew from entries, subscriptions, comments and likes; can run while the site does')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const members = await rebuildTimelines(site, json ? {} : { progress: showProgress })
      cli.print(json ? { members } : `Made the timelines of ${members} members anew. Others get theirs when they come back.`, { json })
    })
}

/** On standard error, so that standard output holds nothing but the answer. */
function showProgress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${all}${done === all ? '\n' : ''}`)
  else if (done % everySoMany === 0) process.stderr.write(`${done} of ${all}\n`)
}
