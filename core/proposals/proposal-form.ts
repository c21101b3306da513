import { settingsSchema } from '../config/settings.ts'
import { electionAction, electionInput } from '../elections/elect-members.ts'
import { invalid } from '../errors.ts'
import { checkValues } from '../forms/check-values.ts'
import type { FormSchema } from '../forms/form-schema.ts'
import { readForm } from '../forms/read-form.ts'
import { maybeStaticPage } from '../pages/static-page.ts'
import { type FormField, type FormOptions, schemaForm } from '../panel/schema-form.ts'
import { type Policy, type PolicyKind, policyAt } from '../policies/policy.ts'
import type { Site } from '../site.ts'
import { pollAction, pollInput } from './poll.ts'
import { proposable } from './proposable.ts'

/** What the names of its fields begin with. */
export const proposalPrefix = 'set-'

type Values = Readonly<Record<string, unknown>>

/** The form in which members say what an action is to do: its own, filled in with what is so now. */
export async function proposalForm(
  site: Site,
  name: string,
  given: Values,
  { typed, problems = {} }: Pick<FormOptions, 'typed'> & { problems?: Readonly<Record<string, string>> },
): Promise<FormField[]> {
  const options: FormOptions = { prefix: proposalPrefix, untitled: true, ...(typed && { typed }) }
  return schemaForm(schemaOf(site, name, given), { ...(await asItIs(site, name, given)), ...given }, problems, options)
}

/** What was typed, as input of the action. Throws invalid, by field. */
export function readProposal(site: Site, name: string, body: Values): Record<string, unknown> {
  const schema = schemaOf(site, name, { key: body[`${proposalPrefix}key`] })
  const read = readForm(schema, body, { prefix: proposalPrefix })
  const given = Object.fromEntries(Object.entries(read.values).filter(([, value]) => value !== null))
  const { values, problems } = checkValues(schema, given, { rows: read.rows })
  const required = (schema as { required?: string[] }).required ?? []
  const missing = Object.fromEntries(required.filter(name => values[name] === undefined).map(name => [name, 'Please fill this in.']))
  const all = { ...missing, ...problems, ...read.problems }
  if (Object.keys(all).length > 0) throw invalid(all)
  return values
}

/** A setting is changed in its own form; a question and an election have one each. */
function schemaOf(site: Site, name: string, { key }: Values): FormSchema {
  if (name === pollAction) return pollInput
  if (name === electionAction) return electionForm(site)
  if (name !== 'settings.change') return proposable(site, name).input
  const settings = settingsSchema.properties as Record<string, { title?: string; default?: unknown }>
  const named = Object.entries(settings).filter(([, { title }]) => title)
  const choice = { title: 'Setting', anyOf: named.map(([name, { title }]) => ({ const: name, title })) }
  const value = settings[String(key ?? named[0]?.[0])]
  return {
    type: 'object',
    required: ['key', 'value'],
    properties: { key: choice, ...(value && { value: { ...value, title: 'New value' } }) },
  }
}

/** Elections are for roles that bring something; an admin is among them. */
function electionForm({ roles }: Site): FormSchema {
  const elected = [...roles.values()].filter(({ name }) => name !== 'member')
  const role = { title: 'Role', anyOf: elected.map(({ name, title }) => ({ const: name, title })) }
  return { ...electionInput, properties: { ...electionInput.properties, role } }
}

async function asItIs(site: Site, name: string, { kind = 'privacy', key, slug }: Values): Promise<Values> {
  if (name === 'policies.publish') {
    const text = policyAt(site.lock, kind as PolicyKind, site.now()).current?.value as Policy | undefined
    return { kind, ...(text && { text: text.text }) }
  }
  if (name === 'charter.change') return { charter: site.lock.charter }
  if (name === 'settings.change' && key) return { value: (site.settings as unknown as Values)[String(key)] }
  if (name === 'page.publish' && slug) {
    const page = await maybeStaticPage(site.db, String(slug))
    return page ? { title: page.title, body: page.body, place: page.place } : {}
  }
  return {}
}
