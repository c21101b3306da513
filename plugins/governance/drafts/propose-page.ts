import type { Host, PluginAction, PluginCall, Refusal } from 'core/api'
import { maybeDraft } from './draft.ts'
import { waysOf } from './ways.ts'

/** Who decides where the members do. */
export const decidedByMembers = ['silence', 'ballot', 'locked']

interface Filling {
  action: string
  /** What the address already says: the setting, the kind of policy. */
  given?: Record<string, unknown>
  typed?: Record<string, unknown>
  title?: string
  why?: string
  draft?: string | undefined
  amends?: string | undefined
  /** Number of the way that is changed, or `new`. */
  way?: string | undefined
  problems?: Record<string, string>
}

/** Choosing what to change, in words; then the form of that change, filled in with what is so now. */
export async function showPropose(host: Host, { member, input }: PluginCall): Promise<Record<string, unknown> | Refusal> {
  const { action, draft: draftId, amends, way, ...given } = input as Record<string, string>
  if (draftId) {
    const draft = await maybeDraft(host, draftId)
    if (!draft || draft.memberId !== member?.id) return { problem: 'There is no such draft of yours.' }
    if (!way) return proposeView(host, { ...draft, draft: draftId, given: draft.input })
    const chosen = way === 'new' ? { title: '', input: waysOf(draft)[0]!.input } : waysOf(draft)[Number(way)]
    return proposeView(host, { action: draft.action, draft: draftId, way, title: chosen?.title ?? '', given: chosen?.input ?? {} })
  }
  if (amends) {
    const proposal = await host.proposals.find(amends)
    if (!proposal || proposal.proposedBy?.id !== member?.id) return { problem: 'There is no such proposal of yours.' }
    return proposeView(host, { action: proposal.action, title: proposal.title, given: proposal.input, amends })
  }
  return action ? proposeView(host, { action, given }) : chooseAction(host)
}

/** The form of one action. */
export async function proposeView({ proposals }: Host, filling: Filling): Promise<Record<string, unknown>> {
  const { action, given = {}, typed, problems = {}, title = '', why = '', draft, amends, way } = filling
  const known = (await proposals.actions()).find(one => one.name === action)
  if (!known) return { unknownAction: action }
  const { fields } = await proposals.form({ action, input: given, problems, ...(typed && { typed }) })
  const asked = new Set(fields.map(field => (field as { name: string }).name))
  const left = Object.entries(problems).filter(([name]) => name !== 'title' && !asked.has(name.split('.')[0]!))
  return {
    action: known,
    fields,
    proposalTitle: title,
    why,
    wrong: problems,
    left: left.map(([, text]) => text),
    ...(draft && { draft }),
    ...(amends && { amends }),
    ...(way && { way }),
  }
}

/** What members can decide about, by noun; what needs no vote is left out. */
async function chooseAction({ proposals }: Host): Promise<Record<string, unknown>> {
  const actions = (await proposals.actions()).filter(isForMembers)
  const nouns = Map.groupBy(actions, ({ name }) => nounOf(name.split('.')[0]!))
  return { choices: [...nouns].map(([noun, list]) => ({ noun, actions: list.flatMap(linksOf) })) }
}

/** What belongs together for people. */
function nounOf(noun: string): string {
  return { member: 'role', theme: 'look' }[noun] ?? noun
}

/** What has a better form than its own. */
const places: Readonly<Record<string, string>> = {
  'look.change-files': '/themes/edit',
  'look.restore': '/themes/history',
  'plugin.install': '/packages',
  'plugin.update': '/packages',
}

/** One setting is changed at a time: a proposal has one subject. */
function isForMembers({ name, decides, parts, initiative }: PluginAction): boolean {
  if (name === 'settings.save') return false
  return decidedByMembers.includes(decides) || parts.length > 0 || initiative !== undefined
}

function linksOf({ name, title, decides, parts, initiative }: PluginAction): object[] {
  if (name === 'policies.publish')
    return ['privacy', 'terms', 'ownership', 'rules'].map(kind => ({ policy: kind, url: `?action=${name}&kind=${kind}`, [kind]: true }))
  if (places[name]) return [{ title, url: places[name], decides }]
  if (decidedByMembers.includes(decides) || initiative || !name.startsWith('settings.')) return [{ title, url: `?action=${name}`, decides }]
  return parts.map(part => ({ title, part: part.title, url: `?action=${name}&key=${part.name}`, decides: part.decides }))
}
