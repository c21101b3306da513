import { type Command, Option } from 'commander'
import { system } from '../actor.ts'
import { readInput } from '../http/schema.ts'
import { setUpSite, setUpSiteInput } from '../setup/set-up-site.ts'
import type { CommandLine } from './command-line.ts'
import { type PasswordOptions, readPassword } from './read-password.ts'

interface Options extends PasswordOptions {
  handle: string
  email: string
  siteName: string
  charter: string
  json?: boolean
}

export function addSetupCommands(program: Command, cli: CommandLine): void {
  program
    .command('setup')
    .description('name a new site and make its first admin; without this, a page in the browser asks for the same')
    .requiredOption('--handle <handle>', 'handle of the first admin')
    .requiredOption('--email <address>', 'e-mail address of the first admin')
    .requiredOption('--site-name <name>', 'name of the site')
    .addOption(
      new Option(
        '--charter <charter>',
        'who decides: admins (steward), members about roles and sign-up too (community), or members (assembly)',
      )
        .choices(['steward', 'community', 'assembly'])
        .default('community'),
    )
    .option('--password <password>', 'password of the first admin; other programs on this machine may see it')
    .option('--password-stdin', 'read the password from standard input instead')
    .option('--json', 'print JSON')
    .action(async ({ json = false, ...options }: Options) => {
      const { handle, email, siteName, charter } = options
      const input = readInput(setUpSiteInput, { handle, email, siteName, charter, password: await readPassword(options) })
      const { site } = await cli.open()
      const { memberId } = await setUpSite(site, system, input)
      const done = { siteName, charter, handle: handle.toLowerCase(), memberId, url: site.url }
      cli.print(json ? done : `${siteName} is set up. Sign in as ${done.handle}: ${site.url}/sign-in`, { json })
    })
}
