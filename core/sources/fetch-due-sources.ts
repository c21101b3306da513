import type { Site } from '../site.ts'
import { FetchCrew } from './fetch-crew.ts'

// A crew remembers which hosts it has just asked.
const crews = new WeakMap<Site, FetchCrew>()

/** Fetches the sources whose time has come, until there are none or the site stops. */
export async function fetchDueSources(site: Site, stopping: AbortSignal): Promise<void> {
  const crew = crews.get(site) ?? new FetchCrew(site)
  crews.set(site, crew)
  await crew.run(stopping)
}
