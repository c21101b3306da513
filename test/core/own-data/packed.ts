import type { Running } from '../../../core/serve.ts'

/** Until the task that packs is done. */
export async function packed({ site, outbox }: Pick<Running, 'site' | 'outbox'>): Promise<void> {
  await site.jobs.drained()
  for (let tries = 0; tries < 200; tries++) {
    const open: unknown = await site.db('tasks').where({ name: 'own-data.export' }).whereNull('endedAt').first('id')
    if (!open) return outbox.drained()
    await new Promise(done => setTimeout(done, 25))
  }
  throw new Error('It was not packed in time.')
}
