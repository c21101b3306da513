import { type Static, Type } from 'typebox'

/** What an admin may change while the site runs. Kept as rows; defaults are not stored. */
export const settingsSchema = Type.Object({
  siteName: Type.String({
    title: 'Name of the site',
    'x-ui': { group: 'About the site' },
    default: 'Tributary',
    minLength: 1,
    maxLength: 80,
  }),
  siteDescription: Type.String({
    title: 'Description',
    'x-ui': { group: 'About the site' },
    description: 'One or two sentences, for visitors and for search engines.',
    default: '',
    maxLength: 300,
  }),
  /** Set when the first-run setup is done. */
  setUpAt: Type.String({ default: '' }),
  signUp: Type.Union(
    [
      Type.Literal('open', { title: 'Everybody' }),
      Type.Literal('invite', { title: 'Who is invited by a member' }),
      Type.Literal('approval', { title: 'Everybody, after an admin has approved' }),
      Type.Literal('closed', { title: 'Nobody' }),
    ],
    { title: 'Who may sign up', default: 'open', 'x-ui': { group: 'Members' } },
  ),
  /** Since when the site is closed for maintenance, and what people read meanwhile; empty while it is open. */
  maintenanceSince: Type.String({ default: '' }),
  maintenanceNote: Type.String({ default: '', maxLength: 300 }),
  /** The published look: a row of `looks`; empty for the one that the program brings. */
  look: Type.String({ default: '' }),
  uploadsPerMember: Type.Integer({
    title: 'Room for pictures of a member, in MB',
    description: '0: as much as there is.',
    default: 2000,
    minimum: 0,
    maximum: 1_000_000,
    'x-ui': { group: 'Uploads' },
  }),
  uploadsInAll: Type.Integer({
    title: 'Room for pictures of all members, in MB',
    description: '0: as much as there is.',
    default: 0,
    minimum: 0,
    maximum: 100_000_000,
    'x-ui': { group: 'Uploads' },
  }),
  backupHour: Type.Union(
    [
      Type.Literal('never', { title: 'Never' }),
      ...Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')).map(hour => Type.Literal(hour, { title: `At ${hour}:00` })),
    ],
    { title: 'Daily backup', description: 'By the clock of the machine.', default: '03', 'x-ui': { group: 'Backups' } },
  ),
  backupDays: keptBackups('Backups of days', 'Of so many days the last backup is kept.', 7),
  backupWeeks: keptBackups('Backups of weeks', 'Of so many weeks the last backup is kept.', 4),
  backupMonths: keptBackups(
    'Backups of months',
    'Of so many months the last backup is kept. Uploads are kept once, however many backups there are.',
    3,
  ),
})

function keptBackups(title: string, description: string, usual: number) {
  return Type.Integer({ title, description, default: usual, minimum: 0, maximum: 120, 'x-ui': { group: 'Backups' } })
}

export type Settings = Readonly<Static<typeof settingsSchema>>
export type SettingName = keyof Settings
