import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { backupAttention } from '../backup/backup-attention.ts'
import { checkMachine } from '../health/check-machine.ts'
import { allUploads, inMegabytes } from '../media/upload-quota.ts'
import { pluginAttention } from '../plugin-indexes/plugin-attention.ts'
import type { Site } from '../site.ts'

/** Something that whoever looks after the site should know, and what to do about it. */
export interface Attention {
  state: 'problem' | 'warning'
  text: string
  fix: string
  /** Page where it can be done. */
  url?: string
}

/** What needs attention now, the worst first. A few statements. */
export async function listAttention(site: Site, actor: Actor): Promise<Attention[]> {
  const found = await Promise.all([
    pluginAttention(site, actor),
    givenUpJobs(site),
    waitingMembers(site),
    failingSources(site),
    backups(site, actor),
    uploadRoom(site, actor),
    heldEntries(site, actor),
    checkMachine(site, actor),
    failedTasks(site, actor),
  ])
  const all = [...found.flat(), ...troubledLook(site, actor), ...missingConfig(site)]
  return all.sort((a, b) => Number(b.state === 'problem') - Number(a.state === 'problem'))
}

async function uploadRoom(site: Site, actor: Actor): Promise<Attention[]> {
  if (site.settings.uploadsInAll === 0 || !may(actor, 'system')) return []
  const { used, most = 0 } = await allUploads(site)
  if (used < most * 0.9) return []
  const text = `Pictures of members take ${inMegabytes(used)} of ${inMegabytes(most)} MB.`
  return [
    { state: used >= most ? 'problem' : 'warning', text, fix: 'Allow more, or nobody can add pictures.', url: '/admin/settings#uploads' },
  ]
}

async function backups(site: Site, actor: Actor): Promise<Attention[]> {
  return may(actor, 'system') ? backupAttention(site) : []
}

async function givenUpJobs(site: Site): Promise<Attention[]> {
  const { failed } = await site.jobs.waiting()
  if (failed === 0) return []
  return [
    {
      state: 'problem',
      text: `${failed} jobs were given up after several tries.`,
      fix: 'Look at why, and try them again or throw them away.',
      url: '/admin/jobs',
    },
  ]
}

async function waitingMembers({ db }: Site): Promise<Attention[]> {
  const row = await db('members').whereNotNull('waitingSince').count({ n: '*' }).first()
  const waiting = Number(row?.n ?? 0)
  if (waiting === 0) return []
  const text = waiting === 1 ? 'Somebody waits for approval.' : `${waiting} people wait for approval.`
  return [{ state: 'warning', text, fix: 'Let them in or refuse them.', url: '/admin/sign-ups' }]
}

async function heldEntries({ db }: Site, actor: Actor): Promise<Attention[]> {
  if (!may(actor, 'content')) return []
  const row = await db('held_entries').count({ n: '*' }).first()
  const held = Number(row?.n ?? 0)
  if (held === 0) return []
  const text = held === 1 ? 'An entry is held for review.' : `${held} entries are held for review.`
  return [{ state: 'warning', text, fix: 'Publish what is fine, refuse what is not.', url: '/admin/held' }]
}

async function failingSources({ db }: Site): Promise<Attention[]> {
  const row = await db('sources').where('failures', '>=', 5).whereNull('pausedAt').count({ n: '*' }).first()
  const failing = Number(row?.n ?? 0)
  if (failing === 0) return []
  const text =
    failing === 1 ? 'One source has failed five times or more in a row.' : `${failing} sources have failed five times or more in a row.`
  return [{ state: 'warning', text, fix: 'Their members see why.', url: '/admin/sources?show=failing' }]
}

function missingConfig({ config }: Site): Attention[] {
  const missing: Attention[] = []
  if (!config.http.baseUrl)
    missing.push({
      state: 'warning',
      text: 'The site does not know its public address, so links in mails and feeds lead to this machine.',
      fix: 'Set BASE_URL, such as https://example.org, and start the site again.',
    })
  if (!config.smtp.url)
    missing.push({
      state: 'warning',
      text: 'The site sends no mail: no notifications, and no links for new passwords.',
      fix: 'Set SMTP_URL and SMTP_FROM, and start the site again.',
      url: '/admin/configuration',
    })
  return missing
}

/** The look that cannot be shown, and pages that the theme could not show. */
function troubledLook({ look, themes }: Site, actor: Actor): Attention[] {
  if (!may(actor, 'appearance')) return []
  const broken: Attention[] = look.problem
    ? [
        {
          state: 'problem',
          text: `The published look cannot be shown: ${look.problem} The site stays with another one.`,
          fix: 'Choose a theme, or go back to a version that works.',
          url: '/admin/looks',
        },
      ]
    : []
  const pages = themes.problems().map(
    ({ theme, template, message, count }): Attention => ({
      state: 'problem',
      text: `The theme ${theme} could not show ${template} (${count === 1 ? 'once' : `${count} times`}): ${message}`,
      fix: 'Its parent showed the page instead. Mend the template, or go back to a version of the look that works.',
      url: '/admin/looks',
    }),
  )
  return [...broken, ...pages.slice(0, 5)]
}

async function failedTasks({ db, now }: Site, actor: Actor): Promise<Attention[]> {
  if (!may(actor, 'system')) return []
  const since = new Date(now().getTime() - 3 * 86_400_000).toISOString()
  const row = await db('tasks').where('endedAt', '>', since).whereNotNull('problem').count({ n: '*' }).first()
  if (Number(row?.n ?? 0) === 0) return []
  return [{ state: 'warning', text: 'Long work failed in the last days.', fix: 'See why, and start it again.', url: '/admin/tasks' }]
}
