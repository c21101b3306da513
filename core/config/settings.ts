import type { Static } from 'typebox'
import { Type } from '../http/type.ts'

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
  operatorName: fact('Who is responsible', 'Name of the person, club or company that runs the site and answers for it, with address.'),
  operatorContact: fact('How to reach them', 'An e-mail address or telephone number for questions about privacy.'),
  operatorHost: fact('Who runs the machines', 'The company that rents you the server, and where it sits; or “ourselves”.'),
  operatorMail: fact('Who delivers the mails', 'The provider behind SMTP_URL.'),
  operatorPlaces: fact('Where the data are', 'Countries of the machines and of the backups.'),
  purgeStaff: Type.Array(Type.String({ maxLength: 40 }), {
    title: 'Who may purge',
    description:
      'Handles of those who destroy what must not exist, such as pictures of abuse: for good, out of backups, too. A role does not bring this, not even that of an admin.',
    default: [],
    maxItems: 20,
    'x-ui': { group: 'Members', widget: 'member' },
  }),
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
  keepSessions: kept('Browsers that were not used', 'A session ends after 60 days without use in any case.', 60, 1),
  keepReadNotifications: kept('Notifications that were read', '', 90),
  keepNotifications: kept('Notifications that nobody looked at', '', 365),
  keepRemoved: kept('Entries and comments that members removed', 'Until then who removed them can bring them back.', 30, 1),
  keepTakenDown: kept('Entries and comments that moderators took down', 'Long enough to object, and to decide about it.', 180, 30),
  keepEdits: kept('Older versions of entries', 'What stood in an entry before its author changed it. Staff see it.', 365),
  keepOriginals: kept(
    'What came in with entries of sources that are not fetched any more',
    'The item as it was sent. It is part of what members take along.',
    0,
  ),
  keepWithdrawnConsents: kept('What members allowed once, and took back', 'To show meanwhile that they had allowed it.', 365, 1),
  keepFailedJobs: kept('Work that failed', 'Its input may speak of members.', 30, 1),
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

function kept(title: string, description: string, usual: number, minimum = 0) {
  const days = minimum === 0 ? 'Days. 0: for good.' : 'Days.'
  const group = 'How long things are kept'
  return Type.Integer({
    title,
    description: [description, days].filter(Boolean).join(' '),
    default: usual,
    minimum,
    maximum: 3650,
    'x-ui': { group },
  })
}

function fact(title: string, description: string) {
  const told = 'Every member is told when you change it.'
  return Type.String({
    title,
    description: `${description} ${told}`,
    default: '',
    maxLength: 500,
    'x-ui': { group: 'For the privacy policy' },
  })
}

function keptBackups(title: string, description: string, usual: number) {
  return Type.Integer({ title, description, default: usual, minimum: 0, maximum: 120, 'x-ui': { group: 'Backups' } })
}

export type Settings = Readonly<Static<typeof settingsSchema>>
export type SettingName = keyof Settings

/** What has an action of its own, or is a fact. */
const elsewhere = ['setUpAt', 'look', 'maintenanceSince', 'maintenanceNote'] as const
export type Changeable = Exclude<SettingName, (typeof elsewhere)[number]>

/** When the site was set up is a fact, not a choice; and its look is published, not set. */
export function isChangeable(name: string): name is Changeable {
  return Object.hasOwn(settingsSchema.properties, name) && !(elsewhere as readonly string[]).includes(name)
}
