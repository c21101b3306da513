import { setTimeout as sleep } from 'node:timers/promises'
import { allowPrivateHosts } from '../http/guarded-address.ts'
import type { Site } from '../site.ts'
import { type DueSource, dueSources, endOldLeases, leaseSources, releaseSources } from './due-sources.ts'
import { fetchSource } from './fetch-source.ts'
import type { Source } from './source.ts'

/** Milliseconds between two requests to one host. */
const hostPause = 1_000
const lookAhead = 1_000
/** Milliseconds until the table is looked at again after nothing was found in it. */
const lookPause = 500
/** What waits longer than this for its host goes back, well before its lease ends. */
const longestWait = 30_000
/** Taken of one host in advance. The others of it stay in the table, where they hold up nobody. */
const mostPerHost = 4

interface Waiting {
  source: Source
  host: string
  since: number
}

/**
 * Fetches what is due, several sources at once but one of a host at a time, with a pause in between. Hosts of the own network that the
 * configuration allows by name are nobody else's and are not spared.
 */
export class FetchCrew {
  readonly #site: Site
  readonly #isOwn: (url: URL) => boolean
  readonly #inHand = new Map<string, Promise<void>>()
  readonly #busy = new Set<string>()
  readonly #freeAt = new Map<string, number>()
  #waiting: Waiting[] = []
  #lookAt = 0
  #started = false

  constructor(site: Site) {
    this.#site = site
    this.#isOwn = allowPrivateHosts(site.config.allowPrivateAddresses)
  }

  /** Works until nothing is due any more, or until it is told to stop; then it finishes what is in hand. */
  async run(stopping: AbortSignal): Promise<void> {
    if (!this.#started) await endOldLeases(this.#site.db)
    this.#started = true
    try {
      while (!stopping.aborted) {
        if (this.#needsMore()) await this.#lease()
        this.#startWork()
        if (this.#inHand.size === 0 && this.#waiting.length === 0) return
        await Promise.race([...this.#inHand.values(), sleep(100)])
      }
    } finally {
      await Promise.all(this.#inHand.values())
      await this.#giveBack(() => true)
      this.#forget()
    }
  }

  /** Whether hands are free and nothing taken could be started now. */
  #needsMore(): boolean {
    if (this.#inHand.size >= this.#most || this.#waiting.some(one => this.#isFree(one.host))) return false
    return this.#lookAt <= Date.now() || this.#inHand.size + this.#waiting.length === 0
  }

  #isFree(host: string): boolean {
    return host === '' || !(this.#busy.has(host) || (this.#freeAt.get(host) ?? 0) > Date.now())
  }

  get #most(): number {
    return this.#site.config.jobs.fetches
  }

  async #lease(): Promise<void> {
    const { db, now } = this.#site
    await this.#giveBack(one => Date.now() - one.since > longestWait)
    const due = await dueSources(db, now(), lookAhead)
    const chosen = this.#choose(due)
    const leased = await leaseSources(db, chosen, now())
    if (leased.length === 0) this.#lookAt = Date.now() + lookPause
    this.#waiting.push(...leased.map(source => ({ source, host: this.#hostOf(source), since: Date.now() })))
  }

  /** The oldest, but not so many of one host that the others would have to wait for it. */
  #choose(due: readonly DueSource[]): string[] {
    const perHost = Map.groupBy(this.#waiting, one => one.host)
    const counts = new Map([...perHost].map(([host, list]) => [host, list.length]))
    const chosen: string[] = []
    for (const source of due) {
      if (this.#inHand.has(source.id)) continue
      const host = this.#hostOf(source)
      const count = counts.get(host) ?? 0
      if (host !== '' && count >= mostPerHost) continue
      counts.set(host, count + 1)
      chosen.push(source.id)
      if (chosen.length >= this.#most * 2) break
    }
    return chosen
  }

  #startWork(): void {
    for (const one of this.#waiting.slice()) {
      if (this.#inHand.size >= this.#most) return
      if (!this.#isFree(one.host)) continue
      this.#waiting.splice(this.#waiting.indexOf(one), 1)
      const { id } = one.source
      this.#inHand.set(
        id,
        this.#fetch(one).finally(() => this.#inHand.delete(id)),
      )
    }
  }

  async #fetch({ source, host }: Waiting): Promise<void> {
    this.#busy.add(host)
    try {
      await fetchSource(this.#site, source)
    } catch (error) {
      // Not even its row could be written. Its lease ends, and it is tried again.
      this.#site.log.error({ error, source: source.id }, 'the outcome of a fetch could not be kept')
    } finally {
      this.#busy.delete(host)
      this.#freeAt.set(host, Date.now() + hostPause)
    }
  }

  async #giveBack(which: (one: Waiting) => boolean): Promise<void> {
    const back = this.#waiting.filter(which)
    if (back.length === 0) return
    this.#waiting = this.#waiting.filter(one => !back.includes(one))
    await releaseSources(
      this.#site.db,
      back.map(one => one.source),
    )
  }

  #forget(): void {
    for (const [host, freeAt] of this.#freeAt) if (freeAt < Date.now()) this.#freeAt.delete(host)
  }

  /** Empty for hosts of the own network. */
  #hostOf({ url }: { url: string }): string {
    const parsed = URL.parse(url)
    return parsed && !this.#isOwn(parsed) ? parsed.hostname : ''
  }
}
