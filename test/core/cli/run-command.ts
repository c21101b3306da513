import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../../core/testing/make-site.ts'

export interface Ran {
  code: number | null
  out: string
  problems: string
}

/** Runs the real command line as a process of its own. */
export function tributary(env: Record<string, string>, ...args: string[]): Promise<Ran> {
  return run([join(root, 'core/cli/tributary.mjs'), ...args], env)
}

/** Runs a script of the program with nothing in its environment but what is handed in. */
export function run(args: string[], env: Record<string, string>): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const ran: Ran = { code: null, out: '', problems: '' }
    child.stdout.on('data', chunk => {
      ran.out += chunk
    })
    child.stderr.on('data', chunk => {
      ran.problems += chunk
    })
    child.on('error', reject)
    child.on('close', code => resolve({ ...ran, code }))
  })
}

/** Where a second process finds the site of a test. */
export function environmentOf(config: { dataDir: string; databaseUrl: string }): Record<string, string> {
  return { DATA_DIR: config.dataDir, DATABASE_URL: config.databaseUrl }
}
