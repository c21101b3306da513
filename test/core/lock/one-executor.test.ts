import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { root } from '../../../core/testing/make-site.ts'

const files = ['core', 'admin', 'plugins'].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.includes('node_modules'))
    .map(file => `${folder}/${file.replaceAll('\\', '/')}`),
)
const which = (pattern: RegExp): string[] => files.filter(file => pattern.test(readFileSync(join(root, file), 'utf8'))).sort()

t.test('one place makes executors, and one writes what is locked', async t => {
  t.same(which(/\bmakeExecutor\(/), [
    'core/elections/end-due-terms.ts',
    'core/lock/executor-actor.ts',
    'core/proposals/execute-proposal.ts',
    'core/proposals/rehearse.ts',
    'core/proposals/take-back.ts',
  ])
  t.same(which(/\bwriteVersion\(/), ['core/lock/locked-value.ts', 'core/lock/site-lock.ts'])
  t.same(which(/\('locked_values'\)\s*\.insert/), ['core/lock/locked-value.ts'])
  t.same(which(/\('ledger'\)\s*\.insert/), ['core/lock/ledger.ts'])
  t.same(which(/\('lock_executions'\)\s*\.insert/), ['core/lock/execution.ts'])
})
