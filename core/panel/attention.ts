import { findAction } from '../actions/act.ts'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { backupAttention } from '../backup/backup-attention.ts'
import { fixedBy } from '../config/fixed-settings.ts'
import { findTaskDefinition } from '../core-tasks.ts'
import { checkMachine } from '../health/check-machine.ts'
import { lookAttention } from '../looks/look-attention.ts'
import { allUploads, inMegabytes } from '../media/upload-quota.ts'
import { pluginAttention } from '../plugin-indexes/plugin-attention.ts'
import type { Site } from '../site.ts'
import { longFailing } from '../sources/long-failing.ts'
import { failedTasks } from '../tasks/failed-tasks.ts'
import { countRows } from './count-rows.ts'

/** An action that mends something, as a button. What it will do is shown before it is done. */
export interface Mend {
  action: string
  label: string
  input: Readonly<Record<string, string>>
}

/** Something that whoever looks after the site should know, and what to do about it. */
export interface Attention {
  state: 'problem' | 'warning'
  text: string
  /** Exactly what to do. */
  fix: string
  /** What does it right here. */
  mends?: readonly Mend[]
  /** Page where it can be done, or looked into. */
  page?: { url: string; label: string }
}

/** What needs attention now, the worst first, with what this actor may do about it. A few statements. */
export async function listAttention(site: Site, actor: Actor): Promise<Attention[]> {
  const found = await Promise.all([
    pluginAttention(site, actor),
    givenUpJobs(site, actor),
    waitingMembers(site, actor),
    failingSources(site, actor),
    backups(site, actor),
    uploadRoom(site, actor),
    heldEntries(site, actor),
    checkMachine(site, actor),
    unfinishedTasks(site, actor),
    lookAttention(site, actor),
  ])
  const all = [...found.flat(), ...missingConfig(site, actor)]
  return all
    .map(item => (item.mends ? { ...item, mends: item.mends.filter(({ action }) => may(actor, findAction(action).permission)) } : item))
    .sort((a, b) => Number(b.state === 'problem') - Number(a.state === 'problem'))
}

async function uploadRoom(site: Site, actor: Actor): Promise<Attention[]> {
  if (site.settings.uploadsInAll === 0 || !may(actor, 'system')) return []
  const { used, most = 0 } = await allUploads(site)
  if (used < most * 0.9) return []
  const origin = fixedBy(site.config, 'uploadsInAll')
  const where = origin ? `set ${origin} higher and start the site again` : 'set “Room for pictures of all members” higher'
  return [
    {
      state: used >= most ? 'problem' : 'warning',
      text: `Pictures of members take ${inMegabytes(used)} of ${inMegabytes(most)} MB.`,
      fix: `When it is full, nobody can add pictures. To allow more, ${where}.`,
      page: { url: '/admin/settings#set-uploadsInAll', label: 'Change the limit' },
    },
  ]
}

async function backups(site: Site, actor: Actor): Promise<Attention[]> {
  return may(actor, 'system') ? backupAttention(site) : []
}

async function givenUpJobs(site: Site, actor: Actor): Promise<Attention[]> {
  if (!may(actor, 'system')) return []
  const { failed } = await site.jobs.waiting()
  if (failed === 0) return []
  return [
    {
      state: 'problem',
      text: failed === 1 ? 'A job was given up after several tries.' : `${failed} jobs were given up after several tries.`,
      fix: 'Look at why. When the reason is gone, try them again; what need not be done any more can be thrown away.',
      mends: [{ action: 'job.retry-given-up', label: 'Try them again', input: {} }],
      page: { url: '/admin/jobs?show=given-up', label: 'See why' },
    },
  ]
}

async function waitingMembers({ db }: Site, actor: Actor): Promise<Attention[]> {
  if (!may(actor, 'members')) return []
  const waiting = await countRows(db('members').whereNotNull('waitingSince'))
  if (waiting === 0) return []
  const text = waiting === 1 ? 'Somebody waits for approval.' : `${waiting} people wait for approval.`
  return [
    {
      state: 'warning',
      text,
      fix: 'Read what they wrote, and let them in or refuse them.',
      page: { url: '/admin/sign-ups', label: 'Decide about them' },
    },
  ]
}

async function heldEntries({ db }: Site, actor: Actor): Promise<Attention[]> {
  if (!may(actor, 'content')) return []
  const held = (await countRows(db('held_entries'))) + (await countRows(db('held_comments')))
  if (held === 0) return []
  const text = held === 1 ? 'An entry or comment is held for review.' : `${held} entries and comments are held for review.`
  return [{ state: 'warning', text, fix: 'Publish what is fine, refuse what is not.', page: { url: '/admin/held', label: 'Review' } }]
}

async function failingSources({ db }: Site, actor: Actor): Promise<Attention[]> {
  if (!may(actor, 'sources')) return []
  const failing = await countRows(longFailing(db))
  if (failing === 0) return []
  const text =
    failing === 1 ? 'One source has failed five times or more in a row.' : `${failing} sources have failed five times or more in a row.`
  return [
    {
      state: 'warning',
      text,
      fix: 'Their members see why. Fetch them now to see which work again; pause one that will not come back.',
      mends: [{ action: 'source.fetch-failing', label: 'Fetch them now', input: {} }],
      page: { url: '/admin/sources?show=failing', label: 'See why' },
    },
  ]
}

function missingConfig({ config }: Site, actor: Actor): Attention[] {
  if (!may(actor, 'system')) return []
  const missing: Attention[] = []
  const page = { url: '/admin/configuration', label: 'Options' }
  if (!config.http.baseUrl)
    missing.push({
      state: 'warning',
      text: 'The site does not know its public address, so links in mails and feeds lead to this machine.',
      fix: 'On the machine, set BASE_URL to the address, such as https://example.org, and start the site again.',
      page,
    })
  if (!config.smtp.url)
    missing.push({
      state: 'warning',
      text: 'The site sends no mail: no notifications, and no links for new passwords.',
      fix: 'On the machine, set SMTP_URL (smtp://user:password@host:587) and SMTP_FROM, start the site again, and send yourself a test mail.',
      page,
    })
  return missing
}

async function unfinishedTasks(site: Site, actor: Actor): Promise<Attention[]> {
  if (!may(actor, 'system')) return []
  const failed = await failedTasks(site)
  // What became of backups is told by those who look after them.
  const others = failed.filter(({ name }) => name !== 'backup.make' && name !== 'backup.drill')
  return others.map(({ id, name, problem }) => ({
    state: 'warning',
    text: `“${findTaskDefinition(name).title}” failed: ${problem}`,
    fix: 'Do what the message says, and start it again.',
    mends: [{ action: 'task.retry', label: 'Start it again', input: { id } }],
    page: { url: `/admin/tasks?id=${id}`, label: 'See more' },
  }))
}
