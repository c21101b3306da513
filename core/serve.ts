import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from './config/config-schema.ts'
import { makeServer } from './http/server.ts'
import { startSchedule } from './jobs/schedule.ts'
import { type OpenOptions, type OpenSite, openSite } from './open-site.ts'

export interface Running extends OpenSite {
  server: Server
  /** Where the site answers: `http://127.0.0.1:3000`. */
  url: string
}

/** Opens the site, listens and starts its jobs. `close` finishes requests and jobs in hand. */
export async function serve(config: Config, options: OpenOptions = {}): Promise<Running> {
  const opened = await openSite(config, options)
  const { site } = opened
  const server = createServer(makeServer(site).callback())
  await listen(server, config)
  const { port } = server.address() as AddressInfo
  const url = `http://${config.http.host.includes(':') ? `[${config.http.host}]` : config.http.host}:${port}`
  const schedule = startSchedule(opened)
  site.jobs.start()
  opened.outbox.nudge()
  site.log.info({ url: config.http.baseUrl || url }, 'ready')

  return {
    ...opened,
    server,
    url,
    async close() {
      site.live.close()
      const closed = new Promise(resolve => server.close(resolve))
      server.closeIdleConnections()
      await schedule.close()
      await closed
      await opened.close()
    },
  }
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.http.port, config.http.host, resolve)
  })
}
