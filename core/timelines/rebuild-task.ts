import { Type } from '../http/type.ts'
import { defineTask } from '../tasks/task.ts'
import { rebuildTimelines } from './rebuild-timelines.ts'

/** Makes all timelines anew, with a bar. Begun again it begins at the start, which does no harm. */
export const rebuildTimelinesTask = defineTask({
  name: 'timelines.rebuild',
  title: 'Rebuild timelines',
  permission: 'system',
  input: Type.Object({}),
  async run({ site, step }) {
    const count = await rebuildTimelines(site, { progress: (done, total) => step({ done, total }) })
    return `Made the timelines of ${count} members anew.`
  },
})
