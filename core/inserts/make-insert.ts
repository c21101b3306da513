import type { MemberActor } from '../actor.ts'
import type { Attachment } from '../entries/attachment.ts'
import { sanitizeHtml } from '../entries/sanitize-html.ts'
import { invalid, SiteError } from '../errors.ts'
import { checkValues } from '../forms/check-values.ts'
import { pluginMember } from '../plugin-calls/plugin-member.ts'
import type { Refusal } from '../plugin-contract/plugin-handlers.ts'
import { safeView } from '../plugin-pages/safe-view.ts'
import type { Site } from '../site.ts'
import { pluginRenderLimits, RenderBudget } from '../themes/render-budget.ts'

const patience = 5000
const mostCharacters = 16_000

export interface InsertInput {
  /** `polls.poll`: the plugin and its type. */
  name: string
  values: Record<string, unknown>
}

/**
 * Makes what a member puts into an entry: checked by the plugin's form, made by its code, and with a static picture of it in words that
 * stays readable when the plugin is gone. Throws invalid, by `insert-FIELD`.
 */
export async function makeInsert(site: Site, actor: MemberActor, { name, values }: InsertInput): Promise<Attachment> {
  const known = site.registry.inserts.get(name)
  if (!known) throw invalid({ insert: 'What you wanted to put in is not to be had any more. Reload the page and try again.' })
  const { guard, settings, declared, handler } = known
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null))
  const checked = checkValues(declared.form, given)
  throwProblems({ ...missing(declared.form, checked.values), ...checked.problems })
  const call = { input: checked.values, locale: 'en', member: pluginMember(actor) }
  const make = handler?.make
  const made = make
    ? await attempt(() => guard.run(`making the insert ${declared.type}`, { patience, memberId: actor.id }, () => make(call)))
    : checked.values
  const { problem, problems } = made as Refusal
  throwProblems({ ...problems, ...(problem !== undefined && { '': problem }) })
  const data = safeView(made)
  if (JSON.stringify(data).length > mostCharacters) throw invalid({ insert: 'This is too much for one entry.' })
  const { fallbackHtml, fallbacks } = renderFallbacks(site, declared.fallback, { ...data, settings })
  return { kind: 'insert', url: '', name, title: declared.title, data, fallbackHtml, ...(fallbacks && { fallbacks }) }
}

/** What stands there without the plugin: in English, and in each language of the site in which the plugin says it otherwise. */
function renderFallbacks(site: Site, template: string, view: object): Pick<Attachment, 'fallbacks'> & { fallbackHtml: string } {
  const budget = new RenderBudget(pluginRenderLimits)
  const render = (locale: string): string =>
    sanitizeHtml(site.themes.render(template, view, { locale, budget }), { ownPaths: true, imageUrl: () => '' })
  const fallbackHtml = render('en')
  const others = site.themes.locales().flatMap(({ tag }) => {
    const html = tag === 'en' ? fallbackHtml : render(tag)
    return html === fallbackHtml ? [] : [[tag, html] as const]
  })
  return { fallbackHtml, ...(others.length > 0 && { fallbacks: Object.fromEntries(others) }) }
}

function missing(form: Record<string, unknown>, values: Record<string, unknown>): Record<string, string> {
  const { required = [] } = form as { required?: string[] }
  return Object.fromEntries(required.filter(name => values[name] === undefined).map(name => [name, 'Please fill this in.']))
}

function throwProblems(problems: Record<string, string>): void {
  const named = Object.entries(problems).map(([field, text]) => [field ? `insert-${field}` : 'insert', String(text).slice(0, 300)])
  if (named.length > 0) throw invalid(Object.fromEntries(named))
}

async function attempt<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof SiteError) throw cause
    throw invalid({ insert: 'The plugin could not make this. Try again later, or share without it.' })
  }
}
