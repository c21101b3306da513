import { spawn } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { makeProgram } from '../../../core/cli/program.ts'
import { findMember } from '../../../core/members/member.ts'
import type { OpenSite } from '../../../core/open-site.ts'
import { isPassword } from '../../../core/passwords/password.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeOpenSite, makeServedSite, root } from '../../../core/testing/make-site.ts'
import { environmentOf, tributary } from './run-command.ts'

const password = 'seven quiet herons wade'
const ann = ['--handle', 'Ann', '--email', 'ann@example.org', '--site-name', 'The Delta']

/** Runs a command on a site that is open already, and returns what it prints. */
async function command(opened: OpenSite, ...args: string[]): Promise<unknown> {
  const printed: unknown[] = []
  const cli = {
    root,
    environment: {},
    config: () => opened.site.config,
    open: async () => opened,
    print: (value: unknown) => printed.push(value),
    close: async () => {},
  }
  await makeProgram(cli).parseAsync(args, { from: 'user' })
  return printed[0]
}

t.test('a site is set up from the command line, once, and a running one follows', async t => {
  const { site, url } = await makeServedSite(t, { isNew: true })
  const env = environmentOf(site.config)
  const crown = await tributary(env, 'setup', ...ann, '--password', password, '--charter', 'crown')
  t.match(crown, { code: 2, problems: /Allowed choices are steward, community, assembly/ })
  const ran = await tributary(env, 'setup', ...ann, '--password', password, '--charter', 'steward', '--json')
  t.equal(ran.problems, '')
  t.match(JSON.parse(ran.out), { siteName: 'The Delta', handle: 'ann' })

  await site.refresh()
  t.equal(site.lock.charter.preset, 'steward')
  const browser = new Browser(url)
  await browser.get('/sign-in')
  t.equal((await browser.post('/sign-in', { login: 'ann', password })).location, '/')

  const again = await tributary(env, 'setup', ...ann, '--password', password)
  t.same(again, { code: 1, out: '', problems: 'This site is set up already.\n' })
})

t.test('a weak or missing password is refused with the reason', async t => {
  const opened = await makeOpenSite(t, { isNew: true })
  await t.rejects(command(opened, 'setup', ...ann, '--password', 'password123'), { code: 'invalid', problems: { password: /leaked/ } })
  await t.rejects(command(opened, 'setup', ...ann), { code: 'invalid', problems: { password: 'Please fill this in.' } })
})

t.test('a password can come from standard input', async t => {
  const { site } = await makeOpenSite(t)
  const child = spawn(process.execPath, [join(root, 'core/cli/tributary.mjs'), 'member', 'add', 'bob', '--password-stdin', '--json'], {
    env: { PATH: process.env.PATH ?? '', ...environmentOf(site.config) },
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  child.stdin.end(`${password}\n`)
  t.equal(await new Promise(resolve => child.on('close', resolve)), 0)
  t.ok(await isPassword(password, (await findMember(site.db, 'bob')).passwordHash))
})

t.test('members are added, listed, given roles and links', async t => {
  const running = await makeServedSite(t)
  const { url } = running
  const added = (await command(running, 'member', 'add', '@Cem', '--email', 'cem@example.org', '--name', 'Cem', '--json')) as {
    link: string
  }
  t.match(added, { handle: 'cem', role: 'member', url: `${url}/cem` })
  t.match((await new Browser(url).get(added.link.replace(url, ''))).text, /Choose a new password/)

  t.equal(await command(running, 'member', 'role', 'cem', 'moderator'), 'cem is moderator now.')
  await t.rejects(command(running, 'member', 'role', 'cem', 'king'), { code: 'invalid' })
  t.match(await command(running, 'member', 'list', '--json'), [{ handle: 'cem', role: 'moderator', email: 'cem@example.org' }])
  t.match(await command(running, 'member', 'reset-link', 'cem'), `${url}/password-reset?token=`)
  await t.rejects(command(running, 'member', 'reset-link', 'nobody'), { code: 'member-not-found' })
})

t.test('the only admin keeps the role', async t => {
  const opened = await makeOpenSite(t)
  await command(opened, 'member', 'add', 'rita', '--role', 'admin')
  await t.rejects(command(opened, 'member', 'role', 'rita', 'member'), { code: 'conflict', message: /needs an admin/ })
})

t.test('who waits is let in or refused', async t => {
  const opened = await makeOpenSite(t)
  const { site } = opened
  for (const handle of ['dora', 'emil']) {
    await command(opened, 'member', 'add', handle)
    await site.db.transaction(trx => trx('members').whereNull('waitingSince').update({ waitingSince: site.now().toISOString() }))
  }
  t.match(await command(opened, 'member', 'list', '--waiting'), [
    { handle: 'dora', state: 'waiting' },
    { handle: 'emil', state: 'waiting' },
  ])
  t.equal(await command(opened, 'member', 'approve', 'dora'), 'dora is a member now.')
  t.same(await command(opened, 'member', 'refuse', 'emil', '--json'), { handle: 'emil', state: 'refused' })
  t.same(await command(opened, 'member', 'list', '--waiting', '--json'), [])
})

t.test('settings are listed and changed', async t => {
  const opened = await makeOpenSite(t)
  t.equal(await command(opened, 'settings', 'set', 'signUp', 'invite'), 'signUp is "invite" now.')
  await t.rejects(command(opened, 'settings', 'set', 'signUp', 'maybe'), { code: 'invalid' })
  t.match(await command(opened, 'settings', 'list'), { signUp: 'invite', siteName: 'Tributary' })
})
