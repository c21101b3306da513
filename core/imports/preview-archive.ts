import { draftEntries } from '../entries/import-draft.ts'
import { findKnown } from '../entries/import-known.ts'
import type { ArchivedEntry } from '../plugin-contract/plugin-handlers.ts'
import type { Site } from '../site.ts'
import { type PreviewEntry, previewEntries } from '../sources/find-sources.ts'
import { type ImportBatch, originOfBatch, takenBackReason } from './import-batch.ts'
import type { CheckedPage } from './import-page.ts'
import { type Archived, readThrough } from './read-through.ts'

/** What an archive holds, before any of it is brought in. */
export interface Preview {
  entries: number
  /** Of them: what answers others. */
  replies: number
  /** Of them: what was for followers alone. */
  forFollowers: number
  /** Of them: what is here already. */
  known: number
  pictures: number
  refused: number
  /** The first of what cannot be read. */
  refusals: { what: string; why: string }[]
  /** What the importer leaves out, and how much of it. */
  skipped: Record<string, number>
  /** Dates of the oldest and the newest entry. */
  oldest?: string
  newest?: string
  /** The newest of those for everybody. */
  samples: PreviewEntry[]
}

const shownRefusals = 10
const shownSamples = 3

type Owner = Parameters<typeof originOfBatch>[0]

/** Looks through an archive and says what is in it. Writes nothing. Throws ImportStopped. */
export async function previewArchive(
  site: Site,
  archived: Archived,
  owner: Owner & Pick<ImportBatch, 'importer'>,
  step: (entries: number) => Promise<void>,
): Promise<Preview> {
  const preview: Preview = {
    ...{ entries: 0, replies: 0, forFollowers: 0, known: 0, pictures: 0, refused: 0 },
    ...{ refusals: [], skipped: {}, samples: [] },
  }
  let newest: ArchivedEntry[] = []
  await readThrough(site, archived, undefined, async page => {
    count(preview, page)
    preview.known += await countKnown(site, owner, page.entries)
    const open = page.entries.filter(entry => entry.audience === 'everyone' && !entry.isReply)
    newest = [...newest, ...open].sort((a, b) => (dateOf(a) < dateOf(b) ? 1 : -1)).slice(0, shownSamples)
    await step(preview.entries)
  })
  preview.samples = await previewEntries(site, { type: 'import', url: '' }, { entries: newest })
  return preview
}

function count(preview: Preview, { entries, refused, skipped }: CheckedPage): void {
  preview.entries += entries.length
  preview.refused += refused.length
  preview.refusals.push(...refused.slice(0, shownRefusals - preview.refusals.length))
  for (const [what, number] of Object.entries(skipped)) preview.skipped[what] = (preview.skipped[what] ?? 0) + number
  for (const entry of entries) {
    if (entry.isReply) preview.replies++
    if (entry.audience === 'followers') preview.forFollowers++
    preview.pictures += entry.media.filter(({ kind }) => kind === 'image').length
    const at = dateOf(entry)
    if (!at) continue
    if (!preview.oldest || at < preview.oldest) preview.oldest = at
    if (!preview.newest || at > preview.newest) preview.newest = at
  }
}

async function countKnown(site: Site, owner: Owner, entries: ArchivedEntry[]): Promise<number> {
  if (entries.length === 0) return 0
  const drafts = await draftEntries(originOfBatch(owner), entries, site.now())
  const known = await findKnown(site.db, owner.memberId, drafts, 'all')
  return [...known.values()].filter(({ removedReason }) => removedReason !== takenBackReason(owner)).length
}

function dateOf({ publishedAt }: ArchivedEntry): string {
  const time = Date.parse(publishedAt ?? '')
  return Number.isFinite(time) ? new Date(time).toISOString() : ''
}
