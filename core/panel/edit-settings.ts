import type { Outcome } from '../actions/action.ts'
import { fixedBy } from '../config/fixed-settings.ts'
import { settingsSchema } from '../config/settings.ts'
import { defaultsOf } from '../forms/form-schema.ts'
import { proposeUrl } from '../lock/propose-url.ts'
import { findManifest } from '../plugin-settings/change-plugin-settings.ts'
import { storedSettings } from '../plugin-settings/plugin-settings.ts'
import type { Site } from '../site.ts'
import type { PanelRequest } from './panel-page.ts'
import { readPanelForm } from './read-panel-form.ts'
import { type FormField, groupFields, hasFiles, schemaForm } from './schema-form.ts'

/** A form as a page shows it. */
export interface FormView {
  fields: FormField[]
  groups: ReturnType<typeof groupFields>
  /** It needs to send files: `enctype="multipart/form-data"`. */
  hasFiles: boolean
}

/** The fields of a plugin's settings begin with this, because a setting may have any name. */
export const pluginPrefix = 'set-'

export function formView(fields: FormField[]): FormView {
  return { fields, groups: groupFields(fields), hasFiles: hasFiles(fields) }
}

/** Those that a form shows: what has a title. The others are changed elsewhere. */
const shown = {
  type: 'object',
  properties: Object.fromEntries(Object.entries(settingsSchema.properties).filter(([, property]) => 'title' in property)),
}

/** The site's settings as a form, with what was typed when it is shown again; with `search` only those that speak of it. */
export function settingsForm(
  site: Site,
  typed: Readonly<Record<string, unknown>>,
  problems: Readonly<Record<string, string>>,
  search = '',
): FormView {
  const fields = schemaForm(shown, site.settings, problems, { typed })
  const words = search.toLowerCase().split(/\s+/)
  const found = fields.filter(({ name, label, hint = '', group = '' }) => {
    const text = `${name} ${label} ${hint} ${group}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
  return formView(found.map(field => withOrigin(site, { ...field, moreUrl: `/admin/setting?key=${field.name}` })))
}

function withOrigin(site: Site, field: FormField): FormField {
  const origin = fixedBy(site.config, field.name)
  if (origin !== undefined) return { ...field, fixedBy: origin }
  const url = proposeUrl(site, 'settings.change', { key: field.name })
  return url === undefined ? field : { ...field, fixedBy: 'the members', proposeUrl: url }
}

/** Names and titles of the settings, for who looks for one. */
export function listSettings(): { name: string; title: string; description: string }[] {
  return schemaForm(shown, {}).map(({ name, label, hint = '' }) => ({ name, title: label, description: hint }))
}

/** The settings of a plugin as a form, with what was typed when it is shown again. */
export async function pluginSettingsForm(
  site: Site,
  name: string,
  typed: Readonly<Record<string, unknown>>,
  problems: Readonly<Record<string, string>>,
): Promise<FormView & { title: string }> {
  const { settings = {}, title } = findManifest(site, name)
  // What was kept may not fit a newer version of the plugin: then it is there to be corrected.
  const fields = schemaForm(settings, await storedSettings(site.db, name), problems, { untitled: true, typed, prefix: pluginPrefix })
  return { title, ...formView(fields) }
}

/** Changes the settings of a plugin by what was typed into its form. Throws invalid, by field. */
export async function savePluginSettings(request: PanelRequest, name: string): Promise<Outcome> {
  const { site, actor } = request
  const { settings = {} } = findManifest(site, name)
  const values = await readPanelForm(request, settings, { prefix: pluginPrefix, kept: await storedSettings(site.db, name) })
  return site.act(actor, 'plugin.settings', { name, values })
}

/** Changes the site's settings by what was typed, all or none, in one row of the audit log. Throws invalid, by setting. */
export async function saveSettings(request: PanelRequest): Promise<Outcome> {
  const typed = await readPanelForm(request, shown, { kept: request.site.settings })
  const now: Record<string, unknown> = request.site.settings
  const usual = defaultsOf(settingsSchema)
  const changed = Object.entries(typed).filter(([key, value]) => JSON.stringify(value ?? usual[key]) !== JSON.stringify(now[key]))
  const values = Object.fromEntries(changed)
  return request.site.act(request.actor, 'settings.save', { values })
}
