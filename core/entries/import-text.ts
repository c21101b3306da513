import type { Site } from '../site.ts'
import type { ImportedText, ImportWork } from './import-worker.ts'

type Item = ImportWork['items'][number]
export type ReadImported = Pick<Site, 'workers' | 'log'> & Pick<ImportWork, 'imageKey' | 'imageBase'>

const worker = new URL('./import-worker.ts', import.meta.url)
const batchCharacters = 500_000
const alone = { timeout: 5_000 }
const mostStopped = 3
const nothing: ImportedText = { html: '', frames: [] }

/**
 * Sanitises the HTML of entries in a worker. An item that the worker has to be stopped for loses its text, and after a few of those the
 * rest of its batch does, so that no source holds the workers for long.
 */
export async function readImportedTexts(reader: ReadImported, items: readonly Item[]): Promise<ImportedText[]> {
  const texts: ImportedText[] = []
  for (const batch of batches(items)) texts.push(...(await readBatch(reader, batch)))
  return texts
}

async function readBatch(reader: ReadImported, items: Item[]): Promise<ImportedText[]> {
  if (items.every(item => item.html === '')) return items.map(() => nothing)
  try {
    return await work(reader, items)
  } catch (error) {
    reader.log.warn({ error }, 'some imported text could not be sanitised at once, it is tried item by item')
    return readOneByOne(reader, items)
  }
}

async function readOneByOne(reader: ReadImported, items: Item[]): Promise<ImportedText[]> {
  const texts: ImportedText[] = []
  let stopped = 0
  for (const item of items) {
    try {
      texts.push(stopped < mostStopped ? ((await work(reader, [item], alone))[0] ?? nothing) : nothing)
    } catch {
      stopped++
      texts.push(nothing)
    }
  }
  return texts
}

function work({ workers, imageKey, imageBase }: ReadImported, items: Item[], options?: { timeout: number }): Promise<ImportedText[]> {
  const order: ImportWork = { items, imageKey, imageBase }
  return workers.run<ImportedText[]>(worker, order, options)
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
