import { invalid } from '../errors.ts'
import { checkValues } from '../forms/check-values.ts'
import { type FormSchema, type Property, propertiesOf, widgetOf } from '../forms/form-schema.ts'
import { type ReadOptions, readForm } from '../forms/read-form.ts'
import type { Site } from '../site.ts'
import { keepPictures } from './keep-pictures.ts'
import type { PanelRequest } from './panel-page.ts'

/**
 * What somebody typed into a form made from a JSON Schema, as values that fit it: text read by its widget, pictures kept, rules and
 * handles checked. A field that was left empty is null, one that was not sent or does not apply is absent. Throws invalid, by field.
 */
export async function readPanelForm(
  { site, body, files }: Pick<PanelRequest, 'site' | 'body' | 'files'>,
  schema: FormSchema,
  options: ReadOptions = {},
): Promise<Record<string, unknown>> {
  // Into the body itself: when the form is refused for another field, the picture need not be chosen again.
  Object.assign(body, await keepPictures(site, schema, files, options.prefix))
  const read = readForm(schema, body, options)
  const given = Object.entries(read.values).filter(([, value]) => value !== null)
  const checked = checkValues(schema, Object.fromEntries(given), { rows: read.rows, ...(options.kept && { kept: options.kept }) })
  const problems = { ...(await strangers(site, schema, checked.values)), ...checked.problems, ...read.problems }
  if (Object.keys(problems).length > 0) throw invalid(problems)
  return { ...Object.fromEntries(Object.entries(read.values).filter(([, value]) => value === null)), ...checked.values }
}

/** Names of members and groups that are not there, by field. One statement. */
async function strangers(site: Site, schema: FormSchema, values: Readonly<Record<string, unknown>>): Promise<Record<string, string>> {
  const named = propertiesOf(schema).flatMap(([name, property]) => {
    const kind = kindOf(property)
    return kind ? [values[name] ?? []].flat().map(handle => ({ name, kind, handle: String(handle) })) : []
  })
  if (named.length === 0) return {}
  const handles = [...new Set(named.map(({ handle }) => handle))].slice(0, 200)
  const rows: { handle: string; kind: string }[] = await site
    .db('feeds')
    .whereIn('handle', handles)
    .whereNull('removedAt')
    .select('handle', 'kind')
  const known = new Set(rows.map(({ handle, kind }) => `${kind} ${handle}`))
  const missing = named.filter(({ kind, handle }) => !known.has(`${kind} ${handle}`))
  return Object.fromEntries(missing.map(({ name, kind, handle }) => [name, `There is no ${kind} called "${handle}" here.`]))
}

/** A picker names one, a list of lines with the same widget several. */
function kindOf(property: Property): 'member' | 'group' | undefined {
  const asked = property['x-ui']?.widget
  const one = widgetOf(property) === asked || property.type === 'array'
  return one && (asked === 'member' || asked === 'group') ? asked : undefined
}
