import type { Command } from 'commander'
import { checkSite } from './check-site.ts'
import type { CommandLine } from './command-line.ts'

interface Options {
  json?: boolean
}

const marks = { ok: 'ok  ', warning: 'look', problem: 'BAD ' }

export function addDoctorCommands(program: Command, cli: CommandLine): void {
  program
    .command('doctor')
    .description('look for what is wrong with this site, and say how to mend it')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: Options) => {
      const findings = await checkSite(cli)
      const lines = findings.map(({ check, state, found, fix }) => `${marks[state]}  ${check}: ${found}${fix ? `\n      → ${fix}` : ''}`)
      cli.print(json ? findings : lines.join('\n'), { json })
      if (findings.some(({ state }) => state === 'problem')) process.exitCode = 1
    })
}
