import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import closeWithGrace from 'close-with-grace'
import { ConfigError, loadConfig } from './config/load-config.ts'
import { MigrationError } from './db/migrate.ts'
import { makeLog } from './logs/make-log.ts'
import { beginStart, type Start } from './plugin-health/safe-start.ts'
import { survivePlugins } from './plugin-health/survive-plugins.ts'
import { ListenError, type Running, serve } from './serve.ts'
import { makeSetupCode } from './setup/setup-code.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

let start: Start | undefined
let running: Running | undefined
try {
  const config = loadConfig(root, process.env)
  const log = makeLog(config)
  start = beginStart(config.dataDir, process.argv)
  if (start.safe) console.log(start.safe)
  survivePlugins(
    () => running?.plugins,
    error => {
      log.error({ error }, 'the process ends after an error that nobody expected')
      const stop = (): never => process.exit(1)
      setTimeout(stop, 20_000).unref()
      if (running) running.close().then(stop, stop)
      else stop()
    },
  )
  running = await serve(config, { log, safe: start.safe !== undefined })
  start.settled()
  console.log(`Tributary is ready: ${running.site.url}`)
  // A plain line, not one of the log: logs are kept and sent on.
  if (!running.site.settings.setUpAt)
    console.log(`Set it up at ${running.site.url}/setup with this code: ${await makeSetupCode(running.site)}`)
  closeWithGrace({ delay: 20_000, logger: false, skip: ['unhandledRejection', 'uncaughtException'] }, async ({ signal }) => {
    log.info({ signal }, 'stopping')
    await running?.close()
  })
} catch (error) {
  const known = error instanceof ConfigError || error instanceof MigrationError || error instanceof ListenError
  if (!known) throw error
  start?.settled()
  console.error(error.message)
  process.exit(1)
}
