import type { Command } from 'commander'
import t from 'tap'
import { openCommandLine } from '../../../core/cli/command-line.ts'
import { makeProgram } from '../../../core/cli/program.ts'
import { makeSite, root } from '../../../core/testing/make-site.ts'
import { version } from '../../../core/version.ts'
import { environmentOf, tributary } from './run-command.ts'

t.test('help lists the commands, also those with parts of their own', async t => {
  const [help, inner, about] = await Promise.all([tributary({}, '--help'), tributary({}, 'plugin', '--help'), tributary({}, '--version')])
  t.equal(help.code, 0)
  const commands = [
    'setup',
    'member',
    'settings',
    'source',
    'plugin',
    'timeline',
    'migrate',
    'backup',
    'restore',
    'upgrade',
    'doctor',
    'demo',
  ]
  for (const command of commands) t.match(help.out, new RegExp(`^  ${command} `, 'm'))
  t.equal(inner.code, 0)
  t.match(inner.out, /list .*show every plugin/)
  t.same(about, { code: 0, out: `${version}\n`, problems: '' })
})

t.test('every command has a description, and --json', async t => {
  const cli = openCommandLine(root, {})
  const leaves = (command: Command): Command[] => (command.commands.length > 0 ? command.commands.flatMap(leaves) : [command])
  for (const command of leaves(makeProgram(cli))) {
    t.ok(command.description(), command.name())
    t.ok(
      command.options.some(option => option.long === '--json'),
      `${command.name()} knows --json`,
    )
  }
})

t.test('wrong usage ends with 2 and says how it goes', async t => {
  const wrong = [[], ['nonsense'], ['plugin', 'enable'], ['plugin', 'list', '--colour']]
  const runs = await Promise.all(wrong.map(args => tributary({}, ...args)))
  for (const [index, ran] of runs.entries()) {
    t.equal(ran.code, 2, `tributary ${wrong[index]!.join(' ')}`)
    t.match(ran.problems, /--help|Usage/)
    t.notMatch(ran.problems, /at .*\.ts:/)
  }
})

t.test('a configuration that cannot be used is explained, without a trace of the program', async t => {
  const ran = await tributary({ PORT: 'abc', LOG_LEVEL: 'loud' }, 'plugin', 'list')
  t.equal(ran.code, 1)
  const lines = [
    'The configuration has 2 problems:',
    '  - PORT should be a whole number from 0 to 65535, but is "abc".',
    '  - LOG_LEVEL should be one of silent, error, warn, info, debug, but is "loud".',
  ]
  t.equal(ran.problems, `${lines.join('\n')}\n`)
  t.notMatch(ran.problems, /at .*\.ts:/)
})

t.test('the doctor finds what is wrong and says how to mend it', async t => {
  const { config } = await makeSite(t)
  const env = environmentOf(config)
  const well = await tributary(env, 'doctor', '--json')
  t.equal(well.code, 0)
  const findings = JSON.parse(well.out) as { check: string; state: string; fix?: string }[]
  t.same(
    findings.filter(({ state }) => state === 'warning').map(({ check }) => check),
    ['Address', 'Mail', 'Backups'],
  )
  t.ok(findings.filter(({ state }) => state !== 'ok').every(({ fix }) => fix))

  const ill = await tributary({ ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' }, 'doctor')
  t.equal(ill.code, 1)
  t.match(ill.out, /BAD {3}Database: .*ECONNREFUSED[^\n]*\n +→ .*DATABASE_URL/)
  t.match((await tributary({ PORT: '-1' }, 'doctor')).out, /BAD {3}Configuration: PORT should be a whole number from 0 to 65535, but is -1/)
})
