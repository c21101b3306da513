import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CommanderError } from 'commander'
import { ConfigError } from '../config/load-config.ts'
import { MigrationError } from '../db/migrate.ts'
import { SiteError } from '../errors.ts'
import { openCommandLine } from './command-line.ts'
import { makeProgram } from './program.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const cli = openCommandLine(root, process.env)

try {
  await makeProgram(cli).parseAsync(process.argv)
} catch (error) {
  process.exitCode = report(error)
} finally {
  await cli.close()
}

/** Says what went wrong, for people, and returns the exit code: 2 for wrong usage, 1 for everything else. */
function report(error: unknown): number {
  // Commander has said what was wrong already; help and version come this way too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof SiteError) {
    const fields = Object.entries(error.problems).map(([field, problem]) => `  ${field}: ${problem}`)
    console.error(fields.length > 0 ? ['This cannot be done:', ...fields].join('\n') : error.message)
  } else if (error instanceof ConfigError || error instanceof MigrationError) {
    console.error(error.message)
  } else {
    console.error(error)
  }
  return 1
}
