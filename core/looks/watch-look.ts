import type { RenderProblem } from '../themes/active-theme.ts'
import type { ThemeTrouble } from '../themes/load-theme.ts'

/**
 * When a new look is taken back: so many pages failed within so many minutes after it was published, and one in so many of all that
 * were shown. A single odd entry on a busy site does not take a look away; its page is shown by the parent all the same.
 */
export const watchLimits = { minutes: 15, pages: 5, oneIn: 100 }

/** What the watch has to know of the look that is shown. */
export interface WatchedLook {
  id: string
  publishedAt: string
}

/** Watches a look from when it was published, and says once that it is to be taken back, and why. */
export class LookWatch {
  readonly #look: WatchedLook
  readonly #until: number
  #isOver = false

  constructor(look: WatchedLook) {
    this.#look = look
    this.#until = Date.parse(look.publishedAt) + watchLimits.minutes * 60_000
  }

  /** Why the look should be taken back; nothing while it need not. */
  hear({ problem, shown, failed }: ThemeTrouble, now: Date): { version: string; because: string } | undefined {
    if (this.#isOver || now.getTime() > this.#until) return undefined
    if (failed < watchLimits.pages || failed * watchLimits.oneIn < shown) return undefined
    this.#isOver = true
    return { version: this.#look.id, because: reasonOf(problem, failed) }
  }
}

function reasonOf({ theme, template, error }: RenderProblem, failed: number): string {
  const text = `${template} could not be shown with the theme ${theme}: ${error.message} (${failed} pages failed)`
  return text.replaceAll(/\s+/g, ' ').slice(0, 1000)
}
