import { join } from 'node:path'
import type { Knex } from 'knex'
import type { Logger } from 'pino'
import type { ActiveTheme } from '../themes/active-theme.ts'
import type { Themes } from '../themes/load-theme.ts'
import type { Draft } from './draft.ts'
import { editsUrlOf, type MadeLook, makeLook } from './make-look.ts'
import { delivered, readLook } from './read-look.ts'
import { LookWatch } from './watch-look.ts'

/** The look that is published, as this process shows it. */
export interface SiteLook {
  readonly current: MadeLook
  /** Why something else is shown than what was published, in a sentence; nothing when all is well. */
  readonly problem: string | undefined
  /** Shows the published look of this id. Whatever is wrong with it, the site stays: with the look it had, or the default theme. */
  show(id: string): Promise<void>
  /** The theme of a draft, compiled. The few that were asked for last are kept. */
  openDraft(draft: Draft): ActiveTheme
  /** Reads which themes lie in the data folder. */
  rescan(): Promise<void>
  /** Waits until a look that is being taken back is. */
  settled(): Promise<void>
}

/** Drafts that are looked at together, compiled. */
const mostDrafts = 4

interface Around {
  db: Knex
  themes: Themes
  dataDir: string
  log: Logger
  now: () => Date
  /** Goes back from a new look that pages fail with. */
  withdraw(failed: { version: string; because: string }): Promise<unknown>
}

interface LookRow {
  look: string
  publishedAt: string
  failedAt: string | null
}

/** Makes the look of the site; it begins with the one that the program brings. */
export function openSiteLook(around: Around): SiteLook {
  return new ShownLook(around)
}

class ShownLook implements SiteLook {
  readonly #around: Around
  #current: MadeLook
  #problem: string | undefined
  #drafts = new Map<string, ActiveTheme>()
  #watch: LookWatch | undefined
  #withdrawing: Promise<unknown> | undefined

  constructor(around: Around) {
    this.#around = around
    this.#current = makeLook(around.themes, '', delivered())
    around.themes.onTrouble(trouble => {
      const failed = this.#watch?.hear(trouble, around.now())
      if (failed) this.#withdrawing = this.#withdraw(failed)
    })
  }

  get current(): MadeLook {
    return this.#current
  }

  get problem(): string | undefined {
    return this.#problem
  }

  async rescan(): Promise<void> {
    const { db, themes, dataDir } = this.#around
    const rows: { name: string; release: string }[] = await db('theme_releases')
      .whereNull('removedAt')
      .orderBy('installedAt')
      .select('name', 'release')
    this.#drafts.clear()
    themes.setInstalled(rows.map(({ name, release }) => join(dataDir, 'themes', name, release)))
  }

  openDraft(draft: Draft): ActiveTheme {
    const { theme: name, release, files: edits } = draft.look
    // Which theme it is and what was changed decide, so that drafts of colours share one.
    const editsUrl = editsUrlOf(draft.id)
    const key = JSON.stringify([name, release, edits, Object.keys(edits).length > 0 && draft.id, this.#around.themes.addedTemplates()])
    const theme = this.#drafts.get(key) ?? this.#around.themes.open({ name, ...(release && { release }), edits, editsUrl })
    this.#drafts.delete(key)
    this.#drafts.set(key, theme)
    if (this.#drafts.size > mostDrafts) this.#drafts.delete(this.#drafts.keys().next().value!)
    return theme
  }

  async show(id: string): Promise<void> {
    const { db, themes, log } = this.#around
    try {
      const row: LookRow | undefined = id === '' ? undefined : await db('looks').where({ id }).first('look', 'publishedAt', 'failedAt')
      const look = row ? readLook(row.look) : delivered()
      const made = makeLook(themes, row ? id : '', look)
      const { theme: name, release, files: edits } = look
      themes.setActive({ name, ...(release && { release }), edits, editsUrl: editsUrlOf(row ? id : '') })
      this.#current = made
      this.#problem = undefined
      // Whoever goes back to one that failed before has looked at it.
      this.#watch = row && row.failedAt === null ? new LookWatch({ id, publishedAt: row.publishedAt }) : undefined
    } catch (error) {
      this.#problem = (error as Error).message
      log.error({ error, look: id }, 'the published look cannot be shown; the site stays with another')
    }
  }

  async settled(): Promise<void> {
    await this.#withdrawing
  }

  async #withdraw(failed: { version: string; because: string }): Promise<void> {
    const { withdraw, log } = this.#around
    try {
      await withdraw(failed)
    } catch (error) {
      log.error({ error, look: failed.version }, 'a look that pages fail with could not be taken back')
    }
  }
}
