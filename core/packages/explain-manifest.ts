import type { Manifest } from '../plugin-contract/manifest.ts'

/** What a manifest may declare; read from the JSON of an older version as well, so that everything may be missing. */
type Declared = Partial<Omit<Manifest, 'contributes'>> & { contributes?: object }

const placesOfSlots: Record<string, string> = {
  'entry.menu': 'among what one may do with entries',
  'entry.footer': 'below entries',
  'comment.menu': 'among what one may do with comments',
  'profile.menu': 'at the head of the pages of members',
  'group.menu': 'at the head of the pages of groups',
  'home.aside': 'beside the home page',
  'profile.aside': 'beside the pages of members',
  'group.aside': 'beside the pages of groups',
  'page.top': 'above the content of every page',
  'page.footer': 'at the foot of every page',
}

/** What a plugin adds to the site, as sentences. The same thing is always the same sentence, so that versions can be compared. */
export function explainAdditions(manifest: Manifest): string[] {
  const { name, contributes = {}, settings, memberSettings } = manifest as Declared
  const list = (kind: string): Record<string, unknown>[] =>
    ((contributes as Record<string, object[] | string[] | undefined>)[kind] ?? []).map(one =>
      typeof one === 'string' ? { id: one } : { ...one },
    )
  const say = (kind: string, sentence: (one: Record<string, unknown>) => string): string[] => list(kind).map(sentence)
  return [
    ...say('pages', ({ title, path }) => `A page “${String(title)}” at /plugins/${name}${String(path ?? '')}.`),
    ...say('slots', ({ slot }) => `Shows something ${placesOfSlots[String(slot)] ?? `at ${String(slot)}`}.`),
    ...say('inserts', ({ title }) => `Members can put a “${String(title)}” into what they write.`),
    ...say('importers', ({ title }) => `Members can bring in an archive from ${String(title)}.`),
    ...say('routes', ({ method, path }) => `Answers at /plugins/${name}${String(path)} (${String(method)}).`),
    ...say('adminPages', ({ title }) => `A page “${String(title)}” here in the admin panel.`),
    ...say('cards', ({ title }) => `A card “${String(title)}” on the overview.`),
    ...say('notifications', ({ text }) => `A kind of notification: “${String(text)}”.`),
    ...say('consents', ({ title }) => `Asks each member to allow: “${String(title)}”.`),
    ...say('timers', ({ name, seconds }) => `Works in the background: ${String(name)}, every ${duration(Number(seconds))}.`),
    ...say('jobs', ({ name }) => `Works in the background when something is to be done: ${String(name)}.`),
    ...say('actions', ({ title }) => `Something that changes the site: “${String(title)}”, with a line in the audit log.`),
    ...say('permissions', ({ title, id }) => `A permission “${String(title ?? id)}”.`),
    ...say('commands', ({ name }) => `A command for the machine: ${String(name)}.`),
    ...say('styles', ({ id }) => `Changes how every page looks, by ${String(id)}.`),
    ...say('scripts', ({ id }) => `Runs a script in the browsers of visitors: ${String(id)}.`),
    ...settingsOf(settings).map(title => `A setting “${title}”.`),
    ...settingsOf(memberSettings).map(title => `A setting “${title}” for each member.`),
  ]
}

/** What it keeps, and what of it is about people. */
export function explainData(manifest: Manifest): string[] {
  return Object.entries((manifest as Declared).collections ?? {}).map(([name, { personal }]) => {
    if (!personal) return `Keeps “${name}”, which is about nobody.`
    const leaves = personal.erase === 'empty' ? 'stays without their name when they leave' : 'is deleted when they leave'
    const taken = personal.export === false ? '' : ' is part of what they take along, and'
    return `Keeps “${name}” of members: it${taken} ${leaves}.`
  })
}

/** Events that it listens to, as far as it declares them. */
export function listEvents(manifest: Manifest): string[] {
  return manifest.capabilities.flatMap(({ events = [] }) => events)
}

function settingsOf(settings: Record<string, unknown> | undefined): string[] {
  const { properties = {} } = (settings ?? {}) as { properties?: Record<string, { title?: string }> }
  return Object.entries(properties).map(([name, { title }]) => title ?? name)
}

function duration(seconds: number): string {
  if (seconds % 3600 === 0) return seconds === 3600 ? 'hour' : `${seconds / 3600} hours`
  if (seconds % 60 === 0) return seconds === 60 ? 'minute' : `${seconds / 60} minutes`
  return `${seconds} seconds`
}
