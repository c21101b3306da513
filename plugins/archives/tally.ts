import type { ArchivedEntry, ImportPage } from 'core/api'

/** Gathers what becomes a page. */
export class Tally {
  readonly entries: ArchivedEntry[] = []
  readonly refused: { what: string; why: string }[] = []
  readonly skipped: Record<string, number> = {}

  skip(what: string): void {
    this.skipped[what] = (this.skipped[what] ?? 0) + 1
  }

  refuse(what: string, why: string): void {
    this.refused.push({ what, why })
  }

  page(next?: unknown): ImportPage {
    const { entries, refused, skipped } = this
    return { entries, refused, skipped, ...(next !== undefined && { next }) }
  }
}
