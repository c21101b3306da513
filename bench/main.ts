import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../core/config/load-config.ts'
import { openSite } from '../core/open-site.ts'
import { root } from '../core/testing/make-site.ts'
import { Child } from './child.ts'
import { measureImporting } from './importing.ts'
import { type BenchOptions, readOptions } from './options.ts'
import { measureReading } from './reading.ts'
import { say, table } from './report.ts'
import { type Seeded, seed } from './seed.ts'
import { measureWriting } from './writing.ts'

/** The flags that `npm start` uses. */
const flags = ['--max-semi-space-size=16', '--max-old-space-size=384']

const options = readOptions(process.argv.slice(2))
const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
try {
  const results = await run(options)
  console.log(
    options.json
      ? JSON.stringify(results)
      : Object.entries(results)
          .map(([name, rows]) => `## ${name}\n\n${table(rows)}\n`)
          .join('\n'),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function run(sizes: BenchOptions): Promise<Record<string, object[]>> {
  const results: Record<string, object[]> = { machine: [{ node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, ...sizes }] }
  const small = await prepare('small', sizes)
  const grown = sizes.growth > 0 ? await prepare('grown', grow(sizes)) : undefined

  const start = performance.now()
  let site = await Child.start('./site-process.ts', small.env, flags)
  const readyAfter = performance.now() - start
  results.reading = await measureReading(site, small.seeded, sizes)
  const { rss } = await site.ask<{ rss: number }>('memory')
  results.writing = await measureWriting(site, small.seeded, sizes)
  const after = await site.ask<{ rss: number; held: number }>('memory')
  await site.stop()
  results.process = [{ 'ready after ms': readyAfter, 'rss MB after reading': rss, 'rss MB after writing': after.rss }]

  if (sizes.feeds > 0) results.importing = [await measureImporting(small.dataDir, small.env, flags, sizes.feeds)]
  if (grown) {
    site = await Child.start('./site-process.ts', grown.env, flags)
    results[`reading at ${sizes.growth} × the entries`] = await measureReading(site, grown.seeded, sizes)
    await site.stop()
  }
  return results
}

function grow(sizes: BenchOptions): BenchOptions {
  const { growth } = sizes
  return { ...sizes, entries: sizes.entries * growth, comments: sizes.comments * growth, likes: sizes.likes * growth }
}

interface Prepared {
  dataDir: string
  env: Record<string, string>
  seeded: Seeded
}

async function prepare(name: string, sizes: BenchOptions): Promise<Prepared> {
  const dataDir = join(folder, name)
  const env = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' }
  const start = performance.now()
  const opened = await openSite(loadConfig(root, env), { safe: true })
  const seeded = await seed(opened, sizes)
  await opened.close()
  say(`${name}: ${sizes.entries} entries seeded in ${((performance.now() - start) / 1000).toFixed(0)} s`)
  return { dataDir, env, seeded }
}
