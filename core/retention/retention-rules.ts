import type { Knex } from 'knex'
import type { Settings } from '../config/settings.ts'
import { dropRemovedComments } from './drop-removed-comments.ts'
import { dropRemovedEntries } from './drop-removed-entries.ts'

/** What is deleted when its time is over. */
export interface RetentionRule {
  /** As it stands in the log. */
  kind: string
  /** A message for `t`. */
  title: string
  /** The setting with the days; 0 keeps it for good. */
  setting?: keyof Settings
  /** Where it is not for the site to choose. */
  days?: number
  /** Deletes some of what is older than `before` and returns how many; 0 when nothing is left. */
  drop(trx: Knex.Transaction, before: string): Promise<number>
}

const atOnce = 500

/** Days for which a kind is kept; 0 for good. */
export function daysOf({ setting, days = 0 }: RetentionRule, settings: Settings): number {
  return setting ? Number(settings[setting]) : days
}

export const retentionRules: readonly RetentionRule[] = [
  {
    kind: 'notifications',
    title: 'Notifications that were read',
    setting: 'keepReadNotifications',
    drop: (trx, before) => drop(trx, 'notifications', rows => rows.where('readAt', '<', before)),
  },
  {
    kind: 'unread notifications',
    title: 'Notifications that nobody looked at',
    setting: 'keepNotifications',
    drop: (trx, before) => drop(trx, 'notifications', rows => rows.where('createdAt', '<', before)),
  },
  {
    kind: 'sessions',
    title: 'Browsers that were not used',
    setting: 'keepSessions',
    drop: (trx, before) => drop(trx, 'sessions', rows => rows.where('usedAt', '<', before)),
  },
  {
    kind: 'removed entries',
    title: 'Entries that their authors removed',
    setting: 'keepRemoved',
    drop: (trx, before) => dropRemovedEntries(trx, before, 'author'),
  },
  {
    kind: 'removed comments',
    title: 'Comments that were removed',
    setting: 'keepRemoved',
    drop: (trx, before) => dropRemovedComments(trx, before, 'author'),
  },
  {
    kind: 'entries taken down',
    title: 'Entries that moderators took down',
    setting: 'keepTakenDown',
    drop: (trx, before) => dropRemovedEntries(trx, before, 'staff'),
  },
  {
    kind: 'comments taken down',
    title: 'Comments that moderators took down',
    setting: 'keepTakenDown',
    drop: (trx, before) => dropRemovedComments(trx, before, 'staff'),
  },
  {
    kind: 'entry versions',
    title: 'Older versions of entries',
    setting: 'keepEdits',
    drop: (trx, before) => drop(trx, 'entry_edits', rows => rows.where('createdAt', '<', before)),
  },
  {
    kind: 'originals',
    title: 'What came in with entries of sources that are not fetched any more',
    setting: 'keepOriginals',
    drop: dropOriginals,
  },
  {
    kind: 'days',
    title: 'Days on which you were here',
    // Votes look back as far (electorate.ts).
    days: 91,
    drop: (trx, before) => Promise.resolve(trx('active_days').where('day', '<', before.slice(0, 10)).delete()),
  },
  {
    kind: 'banned addresses',
    title: 'Internet addresses that are not banned any more',
    // As long as a ban that was lifted can be taken back.
    days: 7,
    drop: dropBannedAddresses,
  },
  {
    kind: 'sealed evidence',
    title: 'Sealed evidence whose time is over',
    // Each has its own day; nobody opens it after that.
    days: 1,
    drop: dropEvidence,
  },
  {
    kind: 'withdrawn consents',
    title: 'What members allowed once, and took back',
    setting: 'keepWithdrawnConsents',
    drop: (trx, before) => drop(trx, 'consents', rows => rows.where('withdrawnAt', '<', before)),
  },
  {
    kind: 'failed jobs',
    title: 'Work that failed, with what it was about',
    setting: 'keepFailedJobs',
    drop: (trx, before) => drop(trx, 'jobs', rows => rows.where('failedAt', '<', before)),
  },
]

function drop(trx: Knex.Transaction, table: string, old: (rows: Knex.QueryBuilder) => Knex.QueryBuilder): Promise<number> {
  return Promise.resolve(
    trx(table)
      .whereIn('id', old(trx(table)).select('id').limit(atOnce))
      .delete(),
  )
}

function dropEvidence(trx: Knex.Transaction, before: string): Promise<number> {
  const over = trx('sealed_evidence').where('until', '<', before).select('tombstoneId').limit(atOnce)
  return Promise.resolve(trx('sealed_evidence').whereIn('tombstoneId', over).delete())
}

/** That there was a ban stays, with its reason; the address goes. */
function dropBannedAddresses(trx: Knex.Transaction, before: string): Promise<number> {
  const over = trx('site_bans')
    .where({ kind: 'address' })
    .whereNotNull('value')
    .where(ended => ended.where('endedAt', '<', before).orWhere('until', '<', before))
  return Promise.resolve(
    trx('site_bans').whereIn('id', over.select('id').limit(atOnce)).update({ value: null, shown: null, memberId: null }),
  )
}

/** The entry stays; the item as it was sent, with all that is not shown of it, goes. */
function dropOriginals(trx: Knex.Transaction, before: string): Promise<number> {
  const asleep = trx('sources').where('pausedAt', '<', before).select('id')
  const rows = trx('entries')
    .whereNotNull('original')
    .where('createdAt', '<', before)
    .where(gone => gone.whereNull('sourceId').orWhereIn('sourceId', asleep))
  return Promise.resolve(trx('entries').whereIn('id', rows.select('id').limit(atOnce)).update({ original: null }))
}
