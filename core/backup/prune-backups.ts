import { dropOldBackups } from './drop-old-backups.ts'
import type { Place } from './outcomes.ts'

export async function pruneBackups(place: Place, folder: string): Promise<string[]> {
  return dropOldBackups(folder, { daily: 7, weekly: 4, monthly: 3 }, place.now())
}
