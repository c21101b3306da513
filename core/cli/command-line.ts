import { pino } from 'pino'
import type { Config } from '../config/config-schema.ts'
import { loadConfig } from '../config/load-config.ts'
import { makeLog } from '../logs/make-log.ts'
import { type OpenOptions, type OpenSite, openSite } from '../open-site.ts'
import { printed } from './printed.ts'

/** What every command is handed. */
export interface CommandLine {
  /** Folder of the program. */
  readonly root: string
  /** The variables that the command was given, for a program that it starts. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Reads the configuration; throws ConfigError with every problem. */
  config(): Config
  /** Opens the site once; it is closed when the command ends. `safe` leaves the plugins alone; `now` is another clock. */
  open(options?: Pick<OpenOptions, 'safe' | 'now'>): Promise<OpenSite>
  /** Prints a sentence, a record or a list of records: for people, or as one line of JSON. */
  print(value: unknown, options?: { json?: boolean }): void
  close(): Promise<void>
}

export function openCommandLine(root: string, env: Record<string, string | undefined>): CommandLine {
  let opened: Promise<OpenSite> | undefined
  const config = (): Config => loadConfig(root, env)
  return {
    root,
    environment: env,
    config,
    open(options = {}) {
      opened ??= openQuietly(config(), options)
      return opened
    },
    print(value, { json = false } = {}) {
      process.stdout.write(`${json ? JSON.stringify(value) : printed(value)}\n`)
    },
    async close() {
      // A site that could not be opened has been reported already.
      const site = await opened?.catch(() => undefined)
      await site?.close()
    },
  }
}

/** The log goes to standard error, so that standard output holds nothing but the answer. */
function openQuietly(config: Config, options: Pick<OpenOptions, 'safe' | 'now'>): Promise<OpenSite> {
  const level = config.log.level === 'info' ? 'warn' : config.log.level
  const log = makeLog({ ...config, log: { level } }, pino.destination({ fd: 2, sync: true }))
  return openSite(config, { ...options, log })
}
