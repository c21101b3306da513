import { monitorEventLoopDelay } from 'node:perf_hooks'
import { loadConfig } from '../core/config/load-config.ts'
import { serve } from '../core/serve.ts'
import { root } from '../core/testing/make-site.ts'

/** The site under test in a process of its own, with what can only be measured from inside. */
export interface SiteReport {
  ready?: string
  statements?: number
  rss?: number
  /** Milliseconds for which the main loop was held longest since the last report. */
  held?: number
  drainedAfter?: number
}

let statements = 0
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()

const running = await serve(loadConfig(root, process.env), { onQuery: () => statements++ })
const report = (message: SiteReport): void => void process.send?.(message)

process.on('message', async (question: string) => {
  if (question === 'statements') {
    report({ statements })
    statements = 0
  }
  if (question === 'memory') report({ rss: process.memoryUsage().rss / 1024 / 1024, held: delay.max / 1e6 })
  if (question === 'reset') {
    delay.reset()
    report({})
  }
  if (question === 'drain') {
    const start = performance.now()
    await running.outbox.drained()
    report({ drainedAfter: performance.now() - start })
  }
  if (question === 'stop') {
    await running.close()
    process.exit(0)
  }
})
report({ ready: running.url })
