import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import type { Attention } from '../panel/attention.ts'
import type { Site } from '../site.ts'

const page = { url: '/admin/looks', label: 'Versions of the look' }
const most = 5

/** What is wrong with how the site looks: one that cannot be shown, one that the site went back from, themes that cannot be read, pages that one could not show. */
export async function lookAttention(site: Site, actor: Actor): Promise<Attention[]> {
  if (!may(actor, 'appearance')) return []
  return [...brokenLook(site), ...(await withdrawnLook(site)), ...brokenThemes(site), ...brokenPages(site)]
}

function brokenLook({ look }: Site): Attention[] {
  if (!look.problem) return []
  return [
    {
      state: 'problem',
      text: `The published look cannot be shown: ${look.problem} The site stays with another one.`,
      fix: 'Go back to a version that works, or to the look that the site was delivered with. Nothing is lost by that.',
      mends: [{ action: 'look.restore', label: 'Look as delivered', input: { version: '' } }],
      page,
    },
  ]
}

/** The newest look, when the site went back from it by itself and nobody has published another since. */
async function withdrawnLook({ db, settings }: Site): Promise<Attention[]> {
  const newest: { id: string; number: number; failedBecause: string | null } | undefined = await db('looks')
    .orderBy('number', 'desc')
    .first('id', 'number', 'failedBecause')
  if (!newest?.failedBecause || newest.id === settings.look) return []
  return [
    {
      state: 'problem',
      text: `The site went back by itself from version ${newest.number} of the look: ${newest.failedBecause}`,
      fix: 'Begin a draft with that version, mend the template, and publish it again.',
      page,
    },
  ]
}

function brokenThemes({ themes }: Site): Attention[] {
  return [...themes.broken].slice(0, most).map(([folder, problem]) => ({
    state: 'problem',
    text: `A theme cannot be read: ${problem}`,
    fix: `Mend or remove the folder ${folder} on the machine, and start the site again. Nothing else is touched by it.`,
  }))
}

function brokenPages({ themes }: Site): Attention[] {
  return themes
    .problems()
    .slice(0, most)
    .map(({ theme, template, message, count }) => ({
      state: 'problem',
      text: `The theme ${theme} could not show ${template} (${count === 1 ? 'once' : `${count} times`}): ${message}`,
      fix: 'Its parent showed the page instead. Mend the template under Files of the theme, or go back to a version of the look that works.',
      page,
    }))
}
