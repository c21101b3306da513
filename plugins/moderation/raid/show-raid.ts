import type { Block, PluginCall, Refusal } from 'core/api'
import { listNotices } from '../log/notice.ts'
import { asker, type World } from '../moderation.ts'
import { maybeRaid, raidHours } from './raid.ts'

const words: Record<string, string> = { 'raid-begun': 'begun', 'raid-renewed': 'renewed', 'raid-ended': 'ended' }

/** The switch, and when it was used. */
export async function showRaid(world: World): Promise<Block[]> {
  const [raid, notices] = await Promise.all([maybeRaid(world, world.host), listNotices(world, { limit: 200 })])
  const past = notices.filter(({ kind }) => kind in words).slice(0, 20)
  return [
    {
      type: 'text',
      text: 'When the site is flooded: nobody signs up, what new members write waits for a moderator, and only those whom an author follows comment. A line on every page says so to everybody, it stands in the public log, and it ends by itself.',
    },
    raid
      ? {
          type: 'notice',
          state: 'bad',
          text: `Raid mode holds until ${raid.until.slice(0, 16).replace('T', ' ')} UTC, because: ${raid.reason}`,
        }
      : { type: 'notice', state: 'good', text: 'Raid mode is off.' },
    { type: 'form', id: 'begin', schema: beginSchema, button: raid ? 'Let it go on from now' : 'Begin raid mode', danger: true },
    ...(raid ? [{ type: 'form', id: 'end', schema: endSchema, button: 'End it now' } as Block] : []),
    {
      type: 'table',
      columns: ['When', 'What', 'Until', 'By', 'Why'],
      rows: past.map(({ at, kind, until, byName, reason }) => [
        { time: at },
        words[kind] ?? kind,
        until ? { time: until } : '',
        byName || 'its time was over',
        reason,
      ]),
      empty: 'It was never needed.',
    },
  ]
}

const why = {
  type: 'string',
  title: 'Why',
  description: 'Everybody reads it, in the line on every page and in the public log.',
  minLength: 1,
  maxLength: 300,
}
const beginSchema = {
  type: 'object',
  properties: {
    hours: {
      type: 'integer',
      title: 'Hours',
      description: 'It ends by itself, and can be renewed.',
      minimum: 1,
      maximum: raidHours,
      default: raidHours,
    },
    why,
  },
}
const endSchema = { type: 'object', properties: { why } }

/** Takes the forms of the page. */
export async function submitRaid(world: World, call: PluginCall & { form: string }): Promise<string | Refusal> {
  const { why: reason = '', hours } = call.input as { why?: string; hours?: number }
  if (!reason.trim()) return { problems: { why: 'Say why. Everybody reads it.' } }
  const as = asker(call).id
  if (call.form === 'end') {
    await world.host.act('moderation.end-raid-mode', {}, { as, reason })
    return 'Raid mode is over.'
  }
  await world.host.act('moderation.begin-raid-mode', { hours: Number(hours ?? raidHours) }, { as, reason })
  return 'Raid mode holds. Everybody reads it at the top of every page.'
}
