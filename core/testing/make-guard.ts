import { type Logger, pino } from 'pino'
import { minuteLimits } from '../plugin-health/minute-use.ts'
import { PluginGuard } from '../plugin-health/plugin-guard.ts'

/** What calls into a plugin go through, for a test that hands in something as if a plugin had registered it. */
export function makeGuard(plugin = 'test', log: Logger = pino({ level: 'silent' })): PluginGuard {
  return new PluginGuard({ plugin, folder: '/nowhere', log, now: () => new Date(), limits: minuteLimits, onEnded() {}, onOpened() {} })
}
