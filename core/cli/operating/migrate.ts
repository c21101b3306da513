import type { Command } from 'commander'
import type { Knex } from 'knex'
import { connect, databaseAddress } from '../../db/connect.ts'
import { forgetInterrupted } from '../../db/retry-migration.ts'
import type { CommandLine } from '../command-line.ts'

interface Options {
  json?: boolean
  retry?: string
}

export function addMigrateCommands(program: Command, cli: CommandLine): void {
  program
    .command('migrate')
    .description('bring the tables up to date, as every start does')
    .option('--retry <name>', 'run a migration again that was interrupted; nothing of it was kept, because it runs in one transaction')
    .option('--json', 'print JSON')
    .action(async ({ json = false, retry }: Options) => {
      const before = await prepare(cli, retry)
      if (retry !== undefined && !json) cli.print(`${retry} was interrupted and left nothing behind. It runs again now.`)
      const { site } = await cli.open()
      const ran = (await listFinished(site.db)).filter(name => !before.includes(name))
      cli.print(json ? { ran } : ran.length > 0 ? ran.map(name => `ran ${name}`) : 'The tables are up to date.', { json })
    })
}

/** Looks at the database before the site is opened, because an interrupted migration keeps it from opening. */
async function prepare(cli: CommandLine, retry: string | undefined): Promise<string[]> {
  const db = connect({ url: databaseAddress(cli.config()) })
  try {
    if (retry !== undefined) await forgetInterrupted(db, retry)
    return await listFinished(db)
  } finally {
    await db.close()
  }
}

async function listFinished(db: Knex): Promise<string[]> {
  if (!(await db.schema.hasTable('migrations'))) return []
  return db('migrations').whereNotNull('finishedAt').orderBy('name').pluck('name')
}
