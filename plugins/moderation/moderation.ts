import { randomBytes } from 'node:crypto'
import type { Host, PluginCall, PluginMember, PluginTables, Refusal, RouteReply } from 'core/api'

/** What every verb of this plugin is handed. */
export interface World {
  host: Host
  tables: PluginTables
  settings: Settings
}

/** What a template is handed. */
export type View = Record<string, unknown>

export interface Settings {
  claimMinutes: number
  strikeDays: number
  appealDays: number
  juryDays: number
  juryMemberDays: number
  nameModerators: boolean
  newcomerFrom: number
  newcomerDays: number
  newcomerLinks: number
  newcomerPictures: number
  newcomerEntries: number
  newcomerComments: number
}

/** Somebody asked for what cannot be done. The text is for them. */
export class Refused extends Error {
  readonly code = 'refused'
}

/** Where the queue stands in the admin panel. */
export const queueUrl = '/admin/plugin-page?plugin=moderation&page=queue'

/** Draws a page of the manifest. What is refused is shown to who asked. */
export function addPage(world: World, id: string, show: (world: World, call: PluginCall) => Promise<View>): void {
  world.host.page(
    id,
    refusing(call => show(world, call)),
  )
}

/** Answers a route of the manifest. What is refused is shown to who asked. */
export function addRoute(world: World, id: string, work: (call: PluginCall) => Promise<RouteReply>): void {
  world.host.route(id, refusing(work) as (call: PluginCall) => Promise<RouteReply>)
}

/** Others changed a case while somebody had it open: it has to be looked at again. */
export class Outdated extends Refused {}

/** A handler whose refusals, its own and those of the site's actions, are shown to who asked and are no failure of the plugin. */
export function refusing<Call, Reply>(handler: (call: Call) => Promise<Reply>): (call: Call) => Promise<Reply | Refusal> {
  return async call => {
    try {
      return await handler(call)
    } catch (error) {
      if (error instanceof Error && typeof (error as { code?: unknown }).code === 'string' && isForPeople(error))
        return { problem: error.message }
      throw error
    }
  }
}

/** Refusals of the site carry a status; those of a database do not. */
function isForPeople(error: Error): boolean {
  return error instanceof Refused || typeof (error as { status?: unknown }).status === 'number'
}

let lastTime = ''
let sequence = 0

/** An id that sorts by the site's time, and within a millisecond by the order in which this process made them (UUIDv7). */
export function newId({ tables }: Pick<World, 'tables'>): string {
  const time = Date.parse(tables.now()).toString(16).padStart(12, '0')
  sequence = time === lastTime ? (sequence + 1) % 4096 : randomBytes(1)[0]!
  lastTime = time
  const random = randomBytes(8).toString('hex')
  const variant = (8 + (Number.parseInt(random[0]!, 16) % 4)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence.toString(16).padStart(3, '0')}-${variant}${random.slice(1, 4)}-${random.slice(4, 16)}`
}

/** The site's time so many days from now, as ISO text. */
export function inDays({ tables }: Pick<World, 'tables'>, days: number): string {
  return new Date(Date.parse(tables.now()) + days * 86_400_000).toISOString()
}

/** Who a decision is about: signed in, or with the pass that the site gives to those who cannot sign in. */
export async function affected({ host }: World, { member, input }: Pick<PluginCall, 'member' | 'input'>): Promise<PluginMember> {
  const found = member ?? (input.pass ? await host.members.fromPass(String(input.pass)) : undefined)
  if (!found) throw new Refused('Please sign in first, or open the link that you were given.')
  return found
}

/** Who asks, in handlers that are for members alone. */
export function asker({ member }: { member?: PluginMember }): PluginMember {
  if (!member) throw new Refused('Please sign in first.')
  return member
}
