import type { Command } from 'commander'
import { DemoClock } from '../demo/demo-clock.ts'
import { type DemoReport, fillDemo } from '../demo/fill-demo.ts'
import type { CommandLine } from './command-line.ts'

interface Options {
  password?: string
  json?: boolean
}

export function addDemoCommands(program: Command, cli: CommandLine): void {
  program
    .command('demo')
    .description('fill an empty site with a believable community, to look around in')
    .option('--password <password>', 'for every member of the demo; made by chance unless given')
    .option('--json', 'print JSON')
    .action(async ({ password, json = false }: Options) => {
      const clock = new DemoClock(new Date())
      const opened = await cli.open({ now: clock.now })
      const started = process.hrtime.bigint()
      const report = await fillDemo(opened, clock, { ...(password && { password }), tell: progress(json) })
      const seconds = Math.round(Number(process.hrtime.bigint() - started) / 1e8) / 10
      cli.print(json ? { ...report, seconds } : inWords(report, seconds), { json })
    })
}

function inWords(report: DemoReport, seconds: number): string {
  const { members, groups, sources, entries, comments, likes } = report
  return [
    `${members} members, ${groups} groups, ${sources} sources, ${entries} entries, ${comments} comments and ${likes} likes in ${seconds} s.`,
    '',
    'Start the site with npm start and sign in:',
    `  e-mail    ${report.email}`,
    `  password  ${report.password}`,
    'The others have the same password: try cem@example.org in a second browser.',
  ].join('\n')
}

/** One line that changes, on a terminal; one line a step elsewhere; nothing when a program reads the answer. */
function progress(json: boolean): (step: string, part: number) => void {
  if (json) return () => {}
  let last = ''
  return (step, part) => {
    const text = `${step}: ${Math.floor(part * 100)} %`
    if (process.stderr.isTTY && text !== last) process.stderr.write(`\r${text.padEnd(40)}${part === 1 ? '\n' : ''}`)
    if (!process.stderr.isTTY && !last.startsWith(step)) process.stderr.write(`${step} …\n`)
    last = text
  }
}
