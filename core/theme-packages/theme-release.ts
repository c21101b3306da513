import type { Knex } from 'knex'
import { bumpVersion } from '../config/settings-store.ts'

/** A release of a theme that lies in the data folder. */
export interface ThemeRelease {
  name: string
  /** Version and the beginning of its hash: `1.0.0-3f2a9c41d07b`. Name of its folder. */
  release: string
  /** `browser`: uploaded in the admin panel, without scripts. */
  broughtBy: 'browser' | 'command line'
  installedAt: string
  removedAt: string | null
}

/** Every release that is there, the newest last. */
export async function listReleases(db: Knex): Promise<ThemeRelease[]> {
  return db('theme_releases')
    .whereNull('removedAt')
    .orderBy('installedAt')
    .select('name', 'release', 'broughtBy', 'installedAt', 'removedAt')
}

export async function maybeRelease(db: Knex, name: string, release: string): Promise<ThemeRelease | undefined> {
  return db('theme_releases').where({ name, release }).whereNull('removedAt').first()
}

/** Writes down that a release is there, or there again. */
export async function writeRelease(
  trx: Knex.Transaction,
  row: Pick<ThemeRelease, 'name' | 'release' | 'broughtBy'> & { by: string | undefined; now: Date },
): Promise<void> {
  const { name, release, broughtBy, by, now } = row
  await trx('theme_releases')
    .insert({ name, release, broughtBy, installedBy: by ?? null, installedAt: now.toISOString(), removedAt: null })
    .onConflict(['name', 'release'])
    .merge()
  await bumpVersion(trx, 'themes')
}

/** Writes down that a release is not used any more. Its files stay, so that it can come back. */
export async function writeRemoval(trx: Knex.Transaction, name: string, release: string, now: Date): Promise<void> {
  await trx('theme_releases').where({ name, release }).update({ removedAt: now.toISOString() })
  await bumpVersion(trx, 'themes')
}
