import type { Site } from '../site.ts'
import { WorkStopped } from '../sources/source-type.ts'
import type { ImportedText, ImportWork } from './import-worker.ts'

type Item = ImportWork['items'][number]
export type ReadImported = Pick<Site, 'workers' | 'log'> & Pick<ImportWork, 'imageKey' | 'imageBase'>

const worker = new URL('./import-worker.ts', import.meta.url)
const batchCharacters = 500_000
const patience = { timeout: 5_000 }
const mostStopped = 3
const nothing: ImportedText = { html: '', frames: [] }

/**
 * Sanitises the HTML of entries in a worker. An item that the worker has to be stopped for loses its text, and after a few of those all that
 * come after it do, so that no source holds the workers for long.
 */
export async function readImportedTexts(reader: ReadImported, items: readonly Item[]): Promise<ImportedText[]> {
  const texts: ImportedText[] = []
  let stopped = 0
  for (const batch of batches(items)) {
    const { read, stops } = await readBatch(reader, batch, mostStopped - stopped)
    texts.push(...read)
    stopped += stops
  }
  return texts
}

type BatchRead = { read: ImportedText[]; stops: number }

async function readBatch(reader: ReadImported, items: Item[], mayStop: number): Promise<BatchRead> {
  if (mayStop <= 0 || items.every(item => item.html === '')) return { read: items.map(() => nothing), stops: 0 }
  try {
    return { read: await work(reader, items), stops: 0 }
  } catch (error) {
    refuseCrash(error)
    reader.log.warn({ error }, 'some imported text could not be sanitised at once, it is tried item by item')
    return readOneByOne(reader, items, mayStop)
  }
}

async function readOneByOne(reader: ReadImported, items: Item[], mayStop: number): Promise<BatchRead> {
  const read: ImportedText[] = []
  let stops = 0
  for (const item of items) {
    try {
      read.push(stops < mayStop ? ((await work(reader, [item]))[0] ?? nothing) : nothing)
    } catch (error) {
      refuseCrash(error)
      stops++
      read.push(nothing)
    }
  }
  return { read, stops }
}

/** A worker that is gone, when the site stops for instance, says nothing about the text. The fetch fails, and comes again. */
function refuseCrash(error: unknown): void {
  if (error instanceof WorkStopped && error.code === 'crashed') throw error
}

function work({ workers, imageKey, imageBase }: ReadImported, items: Item[]): Promise<ImportedText[]> {
  const order: ImportWork = { items, imageKey, imageBase }
  return workers.run<ImportedText[]>(worker, order, patience)
}

/** Bounded in size, because each is copied to the worker and back in one go. */
function batches(items: readonly Item[]): Item[][] {
  const batched: Item[][] = []
  let room = 0
  for (const item of items) {
    if (room <= 0) {
      batched.push([])
      room = batchCharacters
    }
    batched.at(-1)!.push(item)
    room -= item.html.length
  }
  return batched
}
