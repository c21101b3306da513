import type { Command } from 'commander'
import { checkSite } from '../../doctor/check-site.ts'
import type { Finding } from '../../doctor/finding.ts'
import type { CommandLine } from '../command-line.ts'

interface Options {
  fix?: boolean
  json?: boolean
}

const marks = { ok: 'ok  ', warning: 'look', problem: 'BAD ' }

export function addDoctorCommands(program: Command, cli: CommandLine): void {
  program
    .command('doctor')
    .description('look for what is wrong with this site, and say how to mend it')
    .option('--fix', 'mend what can be mended without risk')
    .option('--json', 'print JSON')
    .action(async ({ fix = false, json = false }: Options) => {
      const found = await checkSite(cli)
      const findings = fix ? await mended(found) : found
      const plain = findings.map(({ mend, ...finding }) => finding)
      const lines = plain.map(({ check, state, found, fix }) => `${marks[state]}  ${check}: ${found}${fix ? `\n      → ${fix}` : ''}`)
      cli.print(json ? plain : lines.join('\n'), { json })
      if (findings.some(({ state }) => state === 'problem')) process.exitCode = 1
    })
}

async function mended(findings: Finding[]): Promise<Finding[]> {
  const after: Finding[] = []
  for (const finding of findings) {
    await finding.mend?.()
    after.push(finding.mend ? { check: finding.check, state: 'ok', found: `mended: ${finding.found}` } : finding)
  }
  return after
}
