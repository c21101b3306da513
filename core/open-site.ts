import { join } from 'node:path'
import type { Logger } from 'pino'
import { act } from './actions/act.ts'
import { system } from './actor.ts'
import { type Board, loadBoard } from './announcements/board.ts'
import type { Config } from './config/config-schema.ts'
import { readSecret } from './config/read-secret.ts'
import type { Settings } from './config/settings.ts'
import { presentSettings } from './config/settings-store.ts'
import { listCoreListeners } from './core-listeners.ts'
import { openCounts } from './counts/counts.ts'
import { connect, type Database, databaseAddress } from './db/connect.ts'
import { migrate } from './db/migrate.ts'
import { announceNews, type News } from './feeds/announce-news.ts'
import { makeSecretBox } from './forms/secret-box.ts'
import { makeGuardedFetch } from './http/guarded-fetch.ts'
import { openLive } from './http/live.ts'
import { openRateLimits } from './http/rate-limit.ts'
import { type Outbox, openOutbox, writeEvent } from './jobs/outbox.ts'
import { openQueue } from './jobs/queue.ts'
import { RoutineBook } from './jobs/routine-book.ts'
import { makeWorkerPool } from './jobs/worker-pool.ts'
import { beginLock, openLock } from './lock/site-lock.ts'
import { makeLog } from './logs/make-log.ts'
import { openSiteLook } from './looks/site-look.ts'
import { openImageCache } from './media/image-cache-store.ts'
import { handleMemberJobs } from './members/member-jobs.ts'
import { makeMailer } from './notifications/mailer.ts'
import { handleNotifications } from './notifications/notification-jobs.ts'
import { rollbackPlugin } from './packages/rollback-plugin.ts'
import { openPanel } from './panel/open-panel.ts'
import { makeHostCalls } from './plugin-calls/make-host-calls.ts'
import { handlePluginJobs } from './plugin-calls/plugin-jobs.ts'
import { type MinuteLimits, minuteLimits } from './plugin-health/minute-use.ts'
import { openPlugins, type Plugins } from './plugins/load-plugins.ts'
import { wrongPages } from './policies/drawn-policies.ts'
import { firstPolicies } from './policies/policy.ts'
import { handlePolicyJobs } from './policies/policy-listener.ts'
import { handleProposalJobs } from './proposals/proposal-jobs.ts'
import { purgedAmong } from './purge/purged-hash.ts'
import { loadRoles, type Roles } from './roles/role.ts'
import type { Site } from './site.ts'
import type { OutsideFetch } from './sources/source-type.ts'
import { handleSystemJobs } from './system-jobs.ts'
import { handleTagJobs } from './tags/tag-jobs.ts'
import { openTaskRunner } from './tasks/task-runner.ts'
import { loadThemes } from './themes/load-theme.ts'
import { version } from './version.ts'

export interface OpenOptions {
  now?: () => Date
  log?: Logger
  /** The way out, for tests. */
  fetch?: OutsideFetch
  onQuery?: (sql: string) => void
  /** Starts without any plugin. */
  safe?: boolean
  /** What a sandboxed plugin may use within a minute, for tests. */
  pluginLimits?: MinuteLimits
  /** Where plugins lie; `plugins` of the program unless told. */
  pluginFolders?: string[]
}

/** A site with the handles that only the process around it uses. */
export interface OpenSite {
  site: Site
  outbox: Outbox
  plugins: Plugins
  /** Says where the site is found, for a site whose configuration does not know. */
  listensAt(url: string): void
  /** Reads settings, roles and plugin states again when another process changed them. */
  refresh(): Promise<void>
  /** Looks whether the pages of policies show what was decided. */
  lookAtPages(): Promise<void>
  /** Stops jobs, events, workers and the database, in this order, and finishes what is in hand. */
  close(): Promise<void>
}

/** Opens database, themes and plugins and brings the tables up to date. Does not listen and starts no jobs. */
export async function openSite(config: Config, options: OpenOptions = {}): Promise<OpenSite> {
  const db = connect({ url: databaseAddress(config), ...(options.onQuery && { onQuery: options.onQuery }) })
  try {
    return await openOn(db, config, options)
  } catch (error) {
    // Open connections would keep the process from ending.
    await db.close()
    throw error
  }
}

async function openOn(db: Database, config: Config, options: OpenOptions): Promise<OpenSite> {
  const now = options.now ?? (() => new Date())
  const log = options.log ?? makeLog(config)
  await migrate(db, [{ owner: 'core', path: join(config.root, 'migrations') }], now)

  const counts = openCounts(db, now)
  const secret = readSecret(config)
  let url = config.http.baseUrl || localUrl(config.http.host, config.http.port)
  const userAgent = `Tributary/${version} (+${url})`
  const fetch = options.fetch ?? makeGuardedFetch({ allowPrivate: [...config.allowPrivateAddresses], userAgent })
  const workers = makeWorkerPool({ size: config.jobs.workers, timeout: 15_000, memoryMb: 192, idleMs: 20_000 })
  const jobs = openQueue({ db, log, now })
  const live = openLive({ log, redisUrl: config.redisUrl })
  const limits = openRateLimits({ redisUrl: config.redisUrl, log })
  const images = openImageCache({
    directory: join(config.dataDir, 'cache/images'),
    maxBytes: config.media.cacheMegabytes * 1024 * 1024,
    fetch,
    refuses: async hashes => (await purgedAmong(db, hashes)).size > 0,
  })
  const themes = await loadThemes({ folders: [join(config.root, 'themes')], log })
  const look = openSiteLook({
    db,
    themes,
    dataDir: config.dataDir,
    log,
    now,
    withdraw: failed => site.act(system, 'look.withdraw', failed),
  })
  let settings: Settings = await presentSettings(db, config)
  let roles: Roles = await loadRoles(db)
  let board: Board = await loadBoard(db, now())
  const lock = await openLock({ db, config, now, wrongPages: () => wrongPages(site) })
  // Sites that were set up before there was a lock.
  if (settings.setUpAt && lock.state.head.seq < 0 && lock.state.breach.length === 0) {
    await db.transaction(trx => beginLock(trx, { key: lock.state.key, now: now(), values: firstPolicies() }))
    await lock.read()
  }

  const site: Site = {
    config,
    get url() {
      return url
    },
    log,
    db,
    now,
    get settings() {
      return settings
    },
    get roles() {
      return roles
    },
    get board() {
      return board
    },
    get lock() {
      return lock.state
    },
    get registry() {
      return plugins.registry
    },
    safe: options.safe ?? false,
    pluginFolders: options.pluginFolders ?? [join(config.root, 'plugins')],
    themes,
    look,
    panel: openPanel(join(config.root, 'admin'), log),
    announce: (trx, name, payload) => writeEvent(trx, name, payload, now()),
    // As a method, so that inside a transaction it is that site's.
    act(actor, name, input, options) {
      return act(this, actor, name, input, options)
    },
    jobs,
    get tasks() {
      return tasks
    },
    routines: new RoutineBook(now),
    counts,
    workers,
    fetch,
    images,
    mailer: makeMailer(config, log),
    live,
    limits,
    secret,
    secrets: makeSecretBox(secret),
    refresh: () => refresh(),
    // Reads and writes of a verb inside another verb belong to the outer transaction; knex nests it as a savepoint.
    within: trx => Object.create(site, { db: { value: Object.assign(trx, { dialect: db.dialect }) } }) as Site,
  }
  await look.rescan()
  await look.show(settings.look)
  const plugins = await openPlugins(site, {
    safe: options.safe ?? false,
    limits: options.pluginLimits ?? minuteLimits,
    makeCalls: (manifest, guard) => makeHostCalls(site, manifest, guard),
    goBack: (name, reason) => rollbackPlugin(site, name, reason),
  })
  const outbox = openOutbox({
    db,
    log,
    now,
    listeners: () => [...listCoreListeners(site), ...plugins.eventListeners()],
    retry: async (listener, events, error) => {
      log.error({ error, listener: listener.name }, 'events could not be handled, will be tried again')
      await db.transaction(trx => jobs.add(trx, 'deliver-events', { listener: listener.name, events }))
    },
  })
  const tasks = openTaskRunner(site)
  jobs.handle('run-task', async input => tasks.start((input as { id: string }).id))
  jobs.handle('deliver-events', async input => {
    const { listener: name, events } = input as {
      listener: string
      events: Parameters<ReturnType<typeof listCoreListeners>[number]['run']>[0]
    }
    const listener = [...listCoreListeners(site), ...plugins.eventListeners()].find(known => known.name === name)
    await listener?.run(events)
  })
  live.listen('news', news => announceNews(site, news as News[]))
  handleMemberJobs(site)
  handleSystemJobs(site)
  handleTagJobs(site)
  handleNotifications(site)
  handlePluginJobs(site)
  handlePolicyJobs(site)
  handleProposalJobs(site)
  db.afterCommit = () => {
    outbox.nudge()
    jobs.nudge()
  }

  const versions = new Map<string, number>(await readVersions(db))
  const refresh = async (): Promise<void> => {
    for (const [name, version] of await readVersions(db)) {
      if (versions.get(name) === version) continue
      if (name === 'settings') settings = await presentSettings(db, config)
      if (name === 'roles') roles = await loadRoles(db)
      if (name === 'board') board = await loadBoard(db, now())
      if (name === 'lock') await lock.read()
      if (name === 'themes') await look.rescan()
      if (name === 'themes' || settings.look !== look.current.id) {
        await look.show(settings.look)
        await lock.lookAtPages()
      }
      if (name === 'plugins') await plugins.refresh()
      versions.set(name, version)
    }
  }
  return {
    site,
    outbox,
    plugins,
    listensAt(address) {
      url = config.http.baseUrl || address
    },
    refresh,
    lookAtPages: () => lock.lookAtPages(),
    async close() {
      await look.settled()
      await tasks.close()
      await counts.write()
      await jobs.close()
      await outbox.close()
      await live.close()
      await limits.close()
      await plugins.close()
      await workers.close()
      await db.close()
    },
  }
}

/** Address of a site that nothing stands in front of. */
export function localUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

async function readVersions(db: Database): Promise<[string, number][]> {
  const rows: { name: string; version: number }[] = await db('versions').select('name', 'version')
  return rows.map(row => [row.name, row.version])
}
