import type { Actor } from '../actor.ts'
import { changeSetting } from '../config/change-setting.ts'
import { settingsSchema } from '../config/settings.ts'
import { invalid, SiteError } from '../errors.ts'
import { findManifest } from '../plugins/change-plugin-settings.ts'
import { pluginSettings, storedSettings } from '../plugins/plugin-settings.ts'
import type { Site } from '../site.ts'
import { type FormField, schemaForm } from './schema-form.ts'

/** The site's settings as a form, with what was typed when it was refused. */
export function settingsForm(
  site: Site,
  typed: Readonly<Record<string, unknown>>,
  problems: Readonly<Record<string, string>>,
): FormField[] {
  const refused = Object.keys(problems).length > 0
  return schemaForm(settingsSchema, { ...site.settings, ...(refused && typed) }, problems)
}

/** The settings of a plugin as a form, with what was typed when it was refused. */
export async function pluginSettingsForm(
  site: Site,
  name: string,
  typed: Readonly<Record<string, unknown>>,
  problems: Readonly<Record<string, string>>,
): Promise<{ title: string; fields: FormField[] }> {
  const manifest = findManifest(site, name)
  // What was kept may not fit a newer version of the plugin: then it is there to be corrected.
  const values = await pluginSettings(site.db, manifest).catch(() => storedSettings(site.db, name))
  const refused = Object.keys(problems).length > 0
  const fields = schemaForm(manifest.settings ?? {}, { ...values, ...(refused && typed) }, problems, { untitled: true })
  return { title: manifest.title, fields }
}

/** Changes the settings that differ, each by its action, all or none. Returns how many changed. Throws invalid, by setting. */
export async function saveSettings(site: Site, actor: Actor, typed: Readonly<Record<string, unknown>>): Promise<number> {
  const keys = schemaForm(settingsSchema, site.settings).map(field => field.name)
  const problems: Record<string, string> = {}
  const changed = await site.db.transaction(async trx => {
    let count = 0
    for (const key of keys.filter(key => key in typed)) {
      try {
        const { changes } = await changeSetting(site.within(trx), actor, { key, value: typed[key] })
        count += changes.length
      } catch (error) {
        if (!(error instanceof SiteError) || error.status !== 422) throw error
        problems[key] = error.problems.value ?? error.message
      }
    }
    if (Object.keys(problems).length > 0) throw invalid(problems)
    return count
  })
  await site.refresh()
  return changed
}
