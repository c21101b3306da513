import { Ajv } from 'ajv'
import { Type } from '../http/type.ts'
import { filterSchemas } from '../plugin-contract/filters.ts'
import type { Archive, ArchivedEntry, ImportPage } from '../plugin-contract/plugin-handlers.ts'
import { ProblemReading } from '../sources/source-type.ts'
import type { Importer } from './choose-importer.ts'

/** Why an archive could not be read on; the message is for the member. */
export class ImportStopped extends Error {
  override readonly name = 'ImportStopped'
}

/** A page as the core goes on with it. */
export interface CheckedPage {
  entries: ArchivedEntry[]
  refused: { what: string; why: string }[]
  skipped: Record<string, number>
  /** JSON; null when this was the last page. */
  next: string | null
}

/** Milliseconds for one page. */
const patience = 60_000
const mostRefused = 200
const longestCursor = 10_000

/** What an entry from a source has, and what one of an archive has besides. */
const { items } = (filterSchemas['entries.importing'] as unknown as { properties: { entries: { items: Shape } } }).properties.entries
const archived = {
  ...items.properties,
  audience: Type.Union([Type.Literal('everyone'), Type.Literal('followers')]),
  isReply: { type: 'boolean' },
}
const entry = { ...items, properties: archived, required: [...items.required, 'audience'] }
const pageSchema = Type.Object({
  entries: Type.Array(Type.Unsafe(entry), { maxItems: 200 }),
  refused: Type.Optional(Type.Array(Type.Object({ what: Type.String(), why: Type.String() }))),
  skipped: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 0 }), { maxProperties: 20 })),
})

interface Shape {
  properties: Record<string, object>
  required: string[]
}

const check = new Ajv({ strict: false }).compile<ImportPage>(pageSchema)

/**
 * Asks an importer for one page, and looks at what comes. Throws ImportStopped when it fails or returns something else. That an archive
 * is none (ProblemReading) is said to the member and is no failure of the plugin.
 */
export async function askImporter({ handler, guard, declared }: Importer, archive: Archive, cursor: string | null): Promise<CheckedPage> {
  const call = Object.freeze({ archive, ...(cursor !== null && { cursor: JSON.parse(cursor) as unknown }) })
  try {
    const answer = await guard.run(`the importer ${declared.id}`, { patience }, async () => {
      try {
        return checked(await handler!(call), cursor)
      } catch (error) {
        if (error instanceof ProblemReading) return error
        throw error
      }
    })
    if (answer instanceof ProblemReading) throw answer
    return answer
  } catch (cause) {
    if (cause instanceof ProblemReading) throw new ImportStopped(cause.message.slice(0, 300), { cause })
    throw new ImportStopped(
      'The plugin that reads this archive could not go on. Try again; if it stays so, tell those who look after the site.',
      {
        cause,
      },
    )
  }
}

function checked(page: ImportPage, cursor: string | null): CheckedPage {
  if (!check(page)) {
    const [first] = check.errors ?? []
    throw new Error(
      `An importer should return a page of entries, but its ${first?.instancePath || 'result'} ${first?.message ?? 'does not fit'}.`,
    )
  }
  const next = page.next === undefined || page.next === null ? null : JSON.stringify(page.next)
  if (next !== null && next.length > longestCursor) throw new Error(`"next" should be at most ${longestCursor} characters of JSON.`)
  if (next !== null && next === cursor) throw new Error('"next" is the same as for the page before: this would never end.')
  return { entries: page.entries, refused: (page.refused ?? []).slice(0, mostRefused), skipped: shortened(page.skipped ?? {}), next }
}

function shortened(skipped: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(skipped).map(([what, number]) => [what.slice(0, 60), number]))
}
