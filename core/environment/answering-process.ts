import { hostname } from 'node:os'
import { isStaff } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { listRunning } from '../backup/running-processes.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'

/** The process that answers, where several serve the site: what it keeps in memory is not the whole. */
export interface AnsweringProcess {
  /** How many serve the site, this one included. */
  processes: number
  /** `mill, process 4711`. */
  name: string
}

/** Which process answers; undefined when it is the only one. */
export async function answeringProcess({ config }: Site, actor: Actor): Promise<AnsweringProcess | undefined> {
  if (!isStaff(actor)) throw forbidden('Only those who look after the site see its processes.')
  const running = await listRunning(config.dataDir)
  const others = running.filter(({ host, pid }) => host !== hostname() || pid !== process.pid)
  return others.length === 0 ? undefined : { processes: others.length + 1, name: `${hostname()}, process ${process.pid}` }
}
