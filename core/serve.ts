import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { saysItRuns } from './backup/running-processes.ts'
import type { Config } from './config/config-schema.ts'
import { makeServer } from './http/server.ts'
import { startSchedule } from './jobs/schedule.ts'
import { localUrl, type OpenOptions, type OpenSite, openSite } from './open-site.ts'

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
  // Archives are large and lines are slow. Headers still have a minute.
  server.requestTimeout = 3_600_000
  try {
    await listen(server, config)
  } catch (error) {
    await opened.close()
    throw error
  }
  const endsRunning = await saysItRuns(config, site.now())
  const { port } = server.address() as AddressInfo
  const url = localUrl(config.http.host, port)
  opened.listensAt(url)
  const schedule = startSchedule(opened)
  opened.plugins.startTimers()
  await opened.lookAtPages()
  site.jobs.start()
  opened.outbox.nudge()
  site.log.info({ url: site.url }, 'ready')

  return {
    ...opened,
    server,
    url,
    async close() {
      await site.live.close()
      const closed = new Promise(resolve => server.close(resolve))
      server.closeIdleConnections()
      await schedule.close()
      await closed
      await opened.close()
      await endsRunning()
    },
  }
}

/** The site cannot listen where it should. The message says why and what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

function listen(server: Server, { http }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(new ListenError(whyNot(cause, http.host, http.port), { cause })))
    server.listen(http.port, http.host, resolve)
  })
}

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): string {
  const where = `The site cannot listen on ${host} port ${port}`
  switch (error.code) {
    case 'EADDRINUSE':
      return `${where}: another program does already. Stop it, or choose another port: PORT=${port + 1} npm start`
    case 'EACCES':
      return `${where}: only the administrator of this machine may use that port. Choose one above 1023, with a reverse proxy in front.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${where}: this machine does not have that address. HOST should be 127.0.0.1, 0.0.0.0 or an address of this machine.`
    default:
      return `${where}: ${error.message}.`
  }
}
