import { defineAction } from '../actions/define-action.ts'
import { invalid, SiteError } from '../errors.ts'
import { Type } from '../http/type.ts'
import { setSetting } from './change-setting.ts'
import { isChangeable } from './settings.ts'
import { loadSettings } from './settings-store.ts'

/** Changes several settings at once, all or none, so that they can be taken back together. Empty, or null, goes back to the default. */
export const saveSettings = defineAction({
  name: 'settings.save',
  title: 'Change several settings',
  authority: 'operations',
  permission: 'settings',
  input: Type.Object({ values: Type.Record(Type.String({ maxLength: 80 }), Type.Unknown()) }),
  decidedAs: 'settings.change',
  // A form sends what did not change as well.
  facets: ({ site, input: { values } }) =>
    Object.keys(values).filter(key => isChangeable(key) && String(site.settings[key]) !== String(values[key])),
  async look({ trx, input: { values } }) {
    const settings = await loadSettings(trx)
    return Object.fromEntries(
      Object.keys(values)
        .filter(isChangeable)
        .map(key => [`settings.${key}`, settings[key]]),
    )
  },
  async run({ trx, actor, site, input: { values } }) {
    const unknown = Object.keys(values).filter(key => !isChangeable(key))
    if (unknown.length > 0) throw invalid(Object.fromEntries(unknown.map(key => [key, `There is no setting "${key}".`])))
    const problems: Record<string, string> = {}
    for (const key of Object.keys(values).filter(isChangeable)) {
      try {
        await setSetting(site, trx, actor, key, values[key])
      } catch (error) {
        if (!(error instanceof SiteError) || ![409, 422].includes(error.status)) throw error
        problems[key] = error.problems.value ?? error.message
      }
    }
    if (Object.keys(problems).length > 0) throw invalid(problems)
  },
  say: (_, changes) => sentence(changes.map(({ path }) => path.slice('settings.'.length))),
  undo: (_, changes) => ({
    name: 'settings.save',
    input: { values: Object.fromEntries(changes.map(({ path, before }) => [path.slice('settings.'.length), before])) },
  }),
  after: site => site.refresh(),
})

function sentence(keys: string[]): string {
  return keys.length === 1 ? `The setting ${keys[0]} is changed.` : `${keys.length} settings are changed: ${keys.join(', ')}.`
}
