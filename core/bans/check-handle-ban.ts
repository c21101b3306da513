import { invalid } from '../errors.ts'
import { skeletonOf, tidyHandle } from '../members/handle.ts'
import type { Site } from '../site.ts'
import { maybeBan } from './ban.ts'

/** Throws invalid when nobody may take this handle, or one that looks like it. Those who add members may give it out all the same. */
export async function checkHandleBan(site: Site, handle: string): Promise<void> {
  if (await maybeBan(site.db, 'handle', [skeletonOf(tidyHandle(handle))], site.now()))
    throw invalid({ handle: 'This name is not given out. Please choose another one.' })
}
