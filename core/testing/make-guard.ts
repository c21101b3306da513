import { type Logger, pino } from 'pino'
import { PluginGuard } from '../plugins/plugin-guard.ts'

/** What calls into a plugin go through, for a test that hands in something as if a plugin had registered it. */
export function makeGuard(plugin = 'test', log: Logger = pino({ level: 'silent' })): PluginGuard {
  return new PluginGuard({ plugin, folder: '/nowhere', log, now: () => new Date(), onEnded() {}, onOpened() {} })
}
