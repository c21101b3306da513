import type { Settings } from '../config/settings.ts'
import { presentSettings } from '../config/settings-store.ts'
import { connect, databaseAddress } from '../db/connect.ts'
import { dropOldBackups, type Keeping } from './drop-old-backups.ts'
import type { Place } from './outcomes.ts'

/** Removes from a folder what the site's backup plan would not keep. Reads the plan from the database, which need not be of this version. */
export async function pruneBackups(place: Place, folder: string): Promise<string[]> {
  const db = connect({ url: databaseAddress(place.config), readers: 1 })
  try {
    return await dropOldBackups(folder, keepingOf(await presentSettings(db, place.config)), place.now())
  } finally {
    await db.close()
  }
}

/** How many backups the settings say to keep. */
export function keepingOf({ backupDays, backupWeeks, backupMonths }: Settings): Keeping {
  return { daily: backupDays, weekly: backupWeeks, monthly: backupMonths }
}
