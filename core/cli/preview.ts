import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import { makeWorkerPool } from '../jobs/worker-pool.ts'
import { makeLog } from '../logs/make-log.ts'
import { openSite } from '../open-site.ts'
import { previewDocument } from '../sources/preview-document.ts'
import type { CommandLine } from './command-line.ts'

interface Options {
  json?: boolean
  contentType?: string
  url?: string
}

const patience = 5_000

/**
 * Prints what addresses and files would bring in, one line each, in their order. Works on an empty site that is thrown away afterwards,
 * so it needs neither account nor database, and reads and changes none.
 */
export async function previewSources(cli: CommandLine, inputs: string[], { json = false, ...options }: Options): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tributary-preview-'))
  const config = { ...cli.config(), dataDir, databaseUrl: '', redisUrl: '' }
  const log = makeLog({ ...config, log: { level: 'error' } }, pino.destination({ fd: 2, sync: true }))
  const { site, close } = await openSite(config, { log })
  const size = Math.max(1, availableParallelism())
  const workers = makeWorkerPool({ size, timeout: patience, memoryMb: 256, idleMs: 20_000 })
  const reader = { fetch: site.fetch, registry: site.registry, log, secret: site.secret, workers }
  try {
    // One more than there are workers, so that none waits for a file to be read.
    const previews = inOrder(listInputs(inputs), size + 2, input => previewDocument(reader, input, { ...options, patience }))
    for await (const preview of previews) {
      const { outcome, problem, title, entries } = preview
      cli.print(
        json
          ? preview
          : `${preview.input}: ${problem ? `${outcome}: ${problem}` : `${title ?? 'without a title'}, ${entries.length} entries`}`,
        {
          json,
        },
      )
    }
  } finally {
    await workers.close()
    await close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The inputs as they were given; `-` stands for the lines of standard input. */
async function* listInputs(inputs: readonly string[]): AsyncGenerator<string> {
  for (const input of inputs) {
    if (input !== '-') yield input
    else for await (const line of createInterface({ input: process.stdin })) if (line.trim() !== '') yield line.trim()
  }
}

/** Works on several at once and gives the results in the order of what they came from. Never holds more than `most` of them. */
async function* inOrder<Input, Result>(
  inputs: AsyncIterable<Input>,
  most: number,
  work: (input: Input) => Promise<Result>,
): AsyncGenerator<Result> {
  const inHand: Promise<Result>[] = []
  for await (const input of inputs) {
    inHand.push(work(input))
    if (inHand.length >= most) yield await inHand.shift()!
  }
  while (inHand.length > 0) yield await inHand.shift()!
}
