import type { Site } from '../site.ts'

/** Milliseconds for one job of a plugin. */
const patience = 60_000
const whileOff = 3_600_000

interface PluginJobInput {
  plugin: string
  job: string
  input: Record<string, unknown>
}

/** Jobs of plugins. While a plugin is switched off, its jobs wait. */
export function handlePluginJobs(site: Site): void {
  site.jobs.handle('plugin-job', async given => {
    const { plugin, job, input } = given as PluginJobInput
    const known = site.registry.jobs.get(`${plugin}.${job}`)
    if (known?.handler) return known.guard.run(`the job ${job}`, { patience }, () => known.handler?.(input))
    const runAt = new Date(site.now().getTime() + whileOff)
    await site.db.transaction(trx => site.jobs.add(trx, 'plugin-job', given, { runAt }))
  })
}
