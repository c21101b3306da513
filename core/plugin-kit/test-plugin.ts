import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { invalid } from '../errors.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import { readFolderManifest } from './pack-plugin.ts'

/** What came of one test file in one runtime. */
export interface TestRun {
  file: string
  runtime: Manifest['runtime']
  ok: boolean
  /** What it printed, in TAP. */
  output: string
}

/** Runs the tests of a plugin, each file in a process of its own; of a sandboxed plugin in the sandbox and in the process of the site. */
export async function testPlugin(folder: string): Promise<TestRun[]> {
  const { manifest } = readFolderManifest(resolve(folder))
  const place = join(resolve(folder), 'test')
  const files = existsSync(place)
    ? readdirSync(place, { recursive: true, encoding: 'utf8' }).filter(name => /\.test\.(m?js|ts)$/.test(name))
    : []
  if (files.length === 0) throw invalid({ folder: `${place} should hold tests, such as ${manifest.name}.test.ts, but has none.` })
  const runtimes: Manifest['runtime'][] = manifest.runtime === 'sandbox' ? ['sandbox', 'trusted'] : [manifest.runtime]
  const runs: TestRun[] = []
  for (const runtime of runtimes) for (const file of files.sort()) runs.push({ file, runtime, ...(await run(join(place, file), runtime)) })
  return runs
}

function run(file: string, runtime: string): Promise<{ ok: boolean; output: string }> {
  const hooks = new URL(`../testing/find-core-hooks.mjs?runtime=${runtime}`, import.meta.url).href
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, ['--import', hooks, file], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', chunk => {
        output += String(chunk)
      })
    child.on('error', reject)
    child.on('close', code => settle({ ok: code === 0, output }))
  })
}
