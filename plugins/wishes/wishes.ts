import { randomBytes } from 'node:crypto'
import type { Host, PluginCall, PluginMember, PluginTables, RouteReply } from 'core/api'

/** What every verb of this plugin is handed. */
export interface World {
  host: Host
  tables: PluginTables
}

/** What was asked for cannot be done. The text is for who asked. */
export class Refused extends Error {
  readonly problems: Record<string, string>

  constructor(problem: string, field = 'form') {
    super(problem)
    this.problems = { [field]: problem }
  }
}

/** Answers a route. What is refused is shown to who asked. */
export function addRoute(world: World, id: string, work: (call: PluginCall) => Promise<RouteReply>): void {
  world.host.route(id, async call => {
    try {
      return await work(call)
    } catch (error) {
      if (error instanceof Refused) return { problems: error.problems }
      throw error
    }
  })
}

/** Who asks, in handlers that are for members alone. */
export function asker({ member }: PluginCall): PluginMember {
  if (!member) throw new Refused('Please sign in first.')
  return member
}

/** An id that sorts by the site's time (UUIDv7). */
export function newId({ tables }: World): string {
  const time = Date.parse(tables.now()).toString(16).padStart(12, '0')
  const random = randomBytes(10).toString('hex')
  const variant = (8 + (Number.parseInt(random[3]!, 16) % 4)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(8, 20)}`
}
