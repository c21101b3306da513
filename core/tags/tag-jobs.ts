import type { Site } from '../site.ts'
import { fileTagged } from './file-tagged.ts'

/** What follows when tags are put together or taken apart. */
export function handleTagJobs(site: Site): void {
  site.jobs.handle('file-tagged', input => fileTagged(site, input as Parameters<typeof fileTagged>[1]))
}
