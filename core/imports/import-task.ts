import { Type } from '../http/type.ts'
import { defineTask } from '../tasks/task.ts'
import { workOnBatch } from './work-on-batch.ts'

/** Looks through the archive of a member, or brings its entries in. Its progress is on the member's page; staff see that it runs. */
export const importTask = defineTask({
  name: 'imports.work',
  title: 'Bring in an archive',
  permission: 'system',
  input: Type.Object({ batchId: Type.String({ maxLength: 36 }) }),
  async run({ site, input: { batchId }, step }) {
    let seen = 0
    await workOnBatch(site, batchId, async (done, total) => {
      seen = done
      await step({ done, ...(total !== undefined && { total }) })
    })
    return `${seen} entries were read.`
  },
})
