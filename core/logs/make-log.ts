import { type DestinationStream, type Logger, pino } from 'pino'
import type { Config } from '../config/config-schema.ts'
import { keepRing, LogRing } from './log-ring.ts'

/** Structured lines, on standard output unless told. What could be a secret is named here and left out. */
export function makeLog(config: Pick<Config, 'log'>, destination?: DestinationStream): Logger {
  const options = {
    level: config.log.level,
    base: null,
    serializers: { error: pino.stdSerializers.err },
    redact: ['*.password', '*.token', 'password', 'token', 'error.detail'],
  }
  const ring = new LogRing()
  const out = destination ?? pino.destination(1)
  const both = {
    write(line: string): void {
      ring.take(line)
      out.write(line)
    },
  }
  return keepRing(pino(options, both), ring)
}
