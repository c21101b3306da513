import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Site } from '../site.ts'

/** What a site stands on, also when it cannot be opened. */
export type Place = Pick<Site, 'config' | 'now'>

/** How something that looks after the site's data ended. Times are ISO text. */
export interface Outcome {
  kind: 'backup' | 'verify' | 'drill' | 'restore' | 'upgrade'
  startedAt: string
  finishedAt: string
  /** What it was about: the name of a backup, or a version. */
  about: string
  /** Why it failed; absent when it went well. */
  problem?: string
  /** In a few words, what came out. */
  note?: string
}

const most = 200

// A file and not a table: it must be written when the database is the problem, and a restored database should not say what its past was.
function outcomeFile({ config }: Pick<Place, 'config'>): string {
  return join(config.dataDir, 'outcomes.jsonl')
}

/** Does something, and notes how it ended. What it throws is thrown on. */
export async function noted<Result>(
  place: Place,
  kind: Outcome['kind'],
  work: (outcome: { about: string; note?: string }) => Promise<Result>,
): Promise<Result> {
  const startedAt = place.now().toISOString()
  const told: { about: string; note?: string } = { about: '' }
  const end = (problem?: string) =>
    writeOutcome(place, { kind, startedAt, finishedAt: place.now().toISOString(), ...told, ...(problem && { problem }) })
  try {
    const result = await work(told)
    await end()
    return result
  } catch (error) {
    // Somebody else is doing it, and will note how it ends.
    if ((error as { code?: unknown }).code === 'busy') throw error
    // The reason is worth more than why it could not be noted: a full disk, for example.
    await end((error as Error).message || String(error)).catch(() => undefined)
    throw error
  }
}

/** The last outcomes, newest first. */
export async function listOutcomes(place: Pick<Place, 'config'>, kind?: Outcome['kind']): Promise<Outcome[]> {
  const text = await readFile(outcomeFile(place), 'utf8').catch(() => '')
  const outcomes = text.split('\n').flatMap(line => {
    try {
      return line ? [JSON.parse(line) as Outcome] : []
    } catch {
      // A line that was cut off by a crash says nothing.
      return []
    }
  })
  return outcomes.filter(outcome => !kind || outcome.kind === kind).reverse()
}

async function writeOutcome(place: Place, outcome: Outcome): Promise<void> {
  await mkdir(place.config.dataDir, { recursive: true })
  await appendFile(outcomeFile(place), `${JSON.stringify(outcome)}\n`, { mode: 0o600 })
  const all = await listOutcomes(place)
  if (all.length <= most * 2) return
  const kept = all.slice(0, most).reverse()
  await writeFile(outcomeFile(place), kept.map(line => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 })
}
