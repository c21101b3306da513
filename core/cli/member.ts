import type { Command } from 'commander'
import { system } from '../actor.ts'
import { readInput } from '../http/schema.ts'
import { addMember, addMemberInput } from '../members/add-member.ts'
import { approveMember, refuseMember } from '../members/approve-member.ts'
import { changeSiteRole, changeSiteRoleInput } from '../members/change-site-role.ts'
import { tidyHandle } from '../members/handle.ts'
import { listSiteMembers } from '../members/list-site-members.ts'
import { handOutResetLink } from '../passwords/hand-out-reset-link.ts'
import type { CommandLine } from './command-line.ts'
import { type PasswordOptions, readPassword } from './read-password.ts'

interface Options {
  json?: boolean
}

interface AddOptions extends Options, PasswordOptions {
  email?: string
  name?: string
  role?: string
}

export function addMemberCommands(program: Command, cli: CommandLine): void {
  const member = program.command('member').description('add members, let them in, give them roles and links to new passwords')
  addAdding(member, cli)
  addListing(member, cli)
  addAnswers(member, cli)

  member
    .command('reset-link <handle>')
    .description('make a link with which a member chooses a new password; it works once, for 8 hours')
    .option('--json', 'print JSON')
    .action(async (text: string, { json = false }: Options) => {
      const handle = tidyHandle(text)
      const { site } = await cli.open()
      const link = await handOutResetLink(site, system, { handle })
      cli.print(json ? { handle, link } : link, { json })
    })

  member
    .command('role <handle> <role>')
    .description('give a member a role: "member", "moderator", "admin", or one that was made here')
    .option('--json', 'print JSON')
    .action(async (text: string, role: string, { json = false }: Options) => {
      const input = readInput(changeSiteRoleInput, { handle: tidyHandle(text), role })
      const { site } = await cli.open()
      await changeSiteRole(site, system, input)
      cli.print(json ? input : `${input.handle} is ${input.role} now.`, { json })
    })
}

function addAdding(member: Command, cli: CommandLine): void {
  member
    .command('add <handle>')
    .description('make an account, whatever sign-up is set to; without a password it prints a link to choose one')
    .option('--email <address>', 'e-mail address')
    .option('--name <name>', 'name as people see it')
    .option('--role <role>', 'member, moderator, admin, or one that was made here')
    .option('--password <password>', 'password; other programs on this machine may see it')
    .option('--password-stdin', 'read the password from standard input instead')
    .option('--json', 'print JSON')
    .action(async (text: string, { json = false, ...options }: AddOptions) => {
      const { email, name, role } = options
      const password = await readPassword(options)
      const input = readInput(addMemberInput, { handle: tidyHandle(text), email, name, role, password })
      const { site } = await cli.open()
      const id = await addMember(site, system, input)
      const { handle } = input
      const link = password === undefined ? { link: await handOutResetLink(site, system, { handle }) } : {}
      const url = `${site.url}/${handle}`
      if (json) cli.print({ id, handle, role: input.role, url, ...link }, { json })
      else
        cli.print(link.link ? `${handle} is added. Send them this link to choose a password: ${link.link}` : `${handle} is added: ${url}`)
    })
}

function addListing(member: Command, cli: CommandLine): void {
  member
    .command('list')
    .description('show every account')
    .option('--waiting', 'only those that wait for approval')
    .option('--json', 'print JSON')
    .action(async ({ waiting = false, json = false }: Options & { waiting?: boolean }) => {
      const { site } = await cli.open()
      const accounts = (await listSiteMembers(site, system, waiting ? { state: 'waiting' } : {})).reverse()
      const short = accounts.map(({ handle, name, role, email, waitingSince, closingAt }) => {
        return { handle, name, role, email, state: waitingSince ? 'waiting' : closingAt ? 'closing' : '' }
      })
      cli.print(json ? accounts : short, { json })
    })
}

function addAnswers(member: Command, cli: CommandLine): void {
  const answers = [
    { name: 'approve', description: 'let somebody in who waits for approval', verb: approveMember, said: 'is a member now.' },
    {
      name: 'refuse',
      description: 'say no to somebody who waits; nothing of the account is kept',
      verb: refuseMember,
      said: 'is refused.',
    },
  ]
  for (const { name, description, verb, said } of answers) {
    member
      .command(`${name} <handle>`)
      .description(description)
      .option('--json', 'print JSON')
      .action(async (text: string, { json = false }: Options) => {
        const handle = tidyHandle(text)
        const { site } = await cli.open()
        await verb(site, system, { handle })
        cli.print(json ? { handle, state: `${name}d` } : `${handle} ${said}`, { json })
      })
  }
}
