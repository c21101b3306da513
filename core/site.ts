import type { Knex } from 'knex'
import type { Logger } from 'pino'
import type { ActOptions, Outcome } from './actions/action.ts'
import type { Actor } from './actor.ts'
import type { Board } from './announcements/board.ts'
import type { Config } from './config/config-schema.ts'
import type { Settings } from './config/settings.ts'
import type { Counts } from './counts/counts.ts'
import type { Database } from './db/connect.ts'
import type { SecretBox } from './forms/secret-box.ts'
import type { Live } from './http/live.ts'
import type { RateLimits } from './http/rate-limit.ts'
import type { JobQueue } from './jobs/queue.ts'
import type { RoutineBook } from './jobs/routine-book.ts'
import type { WorkerPool } from './jobs/worker-pool.ts'
import type { SiteLock } from './lock/site-lock.ts'
import type { SiteLook } from './looks/site-look.ts'
import type { ImageCache } from './media/image-cache-store.ts'
import type { Mailer } from './notifications/mailer.ts'
import type { Panel } from './panel/open-panel.ts'
import type { EventName, Events } from './plugin-contract/events.ts'
import type { Registry } from './plugins/registry.ts'
import type { Roles } from './roles/role.ts'
import type { OutsideFetch } from './sources/source-type.ts'
import type { TaskRunner } from './tasks/task-runner.ts'
import type { Themes } from './themes/load-theme.ts'

/** One running installation. Every verb is handed it; nothing in the house is global. */
export interface Site {
  readonly config: Config
  /** Public address of the site, without a slash at the end. */
  readonly url: string
  readonly log: Logger
  /** Reads go to the read pool; `db.transaction` opens a write transaction (BEGIN IMMEDIATE on SQLite). */
  readonly db: Database
  readonly now: () => Date
  /** Values an admin may change while the site runs, with their defaults filled in. */
  readonly settings: Settings
  /** The roles that members can have, by name; replaced as a whole when one changes. */
  readonly roles: Roles
  /** Links and announcements that stand on every page; replaced as a whole when one changes. */
  readonly board: Board
  /** What only the members decide: charter, policies, and whether they agree with the ledger. */
  readonly lock: SiteLock
  /** What plugins have registered; replaced as a whole when a plugin comes or goes. */
  readonly registry: Registry
  /** It was started without any plugin. */
  readonly safe: boolean
  /** Folders that hold a folder for each plugin. */
  readonly pluginFolders: readonly string[]
  readonly themes: Themes
  /** What of it all was published: the theme and what was chosen on top of it. */
  readonly look: SiteLook
  /** The admin panel, read when it is first asked for; nothing where the folder is missing. */
  readonly panel: () => Promise<Panel | undefined>
  /** Writes an event to the outbox in the given transaction; it is delivered after the commit, at least once. */
  announce<Name extends EventName>(trx: Knex.Transaction, name: Name, payload: Events[Name]): Promise<void>
  /** Changes the site itself by an action of this name: checked, in one transaction, with a row in the audit log. */
  act(actor: Actor, name: string, input: Record<string, unknown>, options?: ActOptions): Promise<Outcome>
  readonly jobs: JobQueue
  /** Long work at work in this process. */
  readonly tasks: TaskRunner
  /** What is done again and again in this process, and how that went. */
  readonly routines: RoutineBook
  /** What happens how often, for charts. */
  readonly counts: Counts
  readonly workers: WorkerPool
  readonly fetch: OutsideFetch
  readonly images: ImageCache
  readonly mailer: Mailer
  readonly live: Live
  readonly limits: RateLimits
  /** Key for signatures of the site's own making (image cache addresses, one-click links). Never leaves the process. */
  readonly secret: string
  /** Seals what an admin types into a secret field before it is kept. */
  readonly secrets: SecretBox
  /** Reads again, after the commit, what a verb changed for the whole process: settings, roles and plugin states. */
  refresh(): Promise<void>
  /** The same site inside a transaction of the caller: verbs called with it join that transaction. */
  within(trx: Knex.Transaction): Site
}
