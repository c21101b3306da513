import type { Logger } from 'pino'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'

/** A line of the log as it is shown. */
export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error'
  at: string
  text: string
  plugin?: string
  /** Everything else that stands in it, as JSON. */
  rest: string
}

const most = 1_000
const longest = 4_000
const rings = new WeakMap<Logger, LogRing>()

/** The newest lines of a process, after the log has left out what is secret. */
export class LogRing {
  readonly #lines: string[] = []
  #next = 0

  take(line: string): void {
    this.#lines[this.#next] = line.slice(0, longest)
    this.#next = (this.#next + 1) % most
  }

  /** The newest first. */
  newest(): string[] {
    return [...this.#lines.slice(this.#next), ...this.#lines.slice(0, this.#next)].reverse()
  }
}

export function keepRing(log: Logger, ring: LogRing): Logger {
  rings.set(log, ring)
  return log
}

export interface LogFilter {
  /** This level and above. */
  level?: string
  plugin?: string
  limit?: number
}

const levels: Record<number, LogLine['level']> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'error' }
const ranks: Record<string, number> = { debug: 20, info: 30, warn: 40, error: 50 }

/** The newest lines of this process, newest first. Undefined when its log is kept by somebody else. */
export function listLog(site: Site, actor: Actor, { level = 'info', plugin, limit = 200 }: LogFilter = {}): LogLine[] | undefined {
  if (!may(actor, 'system')) throw forbidden('Only those who look after the system read its log.')
  const lines = rings.get(site.log)?.newest()
  const least = ranks[level] ?? 30
  return lines
    ?.map(read)
    .filter(line => line !== undefined && (ranks[line.level] ?? 0) >= least && (!plugin || line.plugin === plugin))
    .slice(0, limit) as LogLine[] | undefined
}

/** A line that was cut is no JSON any more, and is shown as it is. */
function read(text: string): LogLine | undefined {
  try {
    const { level, time, msg = '', plugin, ...rest } = JSON.parse(text) as Record<string, unknown> & { level: number; time: number }
    const more = Object.keys(rest).length > 0 ? JSON.stringify(rest) : ''
    const line = { level: levels[level] ?? 'info', at: new Date(time).toISOString(), text: String(msg), rest: more.slice(0, 1_500) }
    return typeof plugin === 'string' ? { ...line, plugin } : line
  } catch {
    return { level: 'error', at: '', text: text.slice(0, 300), rest: '' }
  }
}
