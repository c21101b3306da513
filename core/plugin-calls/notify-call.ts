import { inList, selectRows } from '../db/select.ts'
import { isOwnPath } from '../http/own-path.ts'
import { longDate } from '../members/long-date.ts'
import { addNotifications } from '../notifications/add-notifications.ts'
import type { Host } from '../plugin-contract/host.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { Site } from '../site.ts'

const mostTold = 1000
const mostSaid = 4000

/** How a plugin tells members: its own sentence, in the language of each, with times written as days. */
export function makeNotifyCall(site: Site, { name: plugin, title, contributes }: Manifest): Host['notify'] {
  return async ({ to, kind, about, values = {}, lines = [], url = '/notifications' }) => {
    const declared = contributes.notifications.find(one => one.kind === kind)
    if (!declared) throw new Error(`host.notify needs "${kind}" in "contributes.notifications" of plugin.json.`)
    if (!isOwnPath(url)) throw new Error(`host.notify: "url" should be a path of this site such as "/ann/3f2a9c", but is ${url}.`)
    const ids = [...new Set([to].flat().map(String))]
    if (ids.length > mostTold) throw new Error(`host.notify tells at most ${mostTold} members at once, but got ${ids.length}.`)
    const say = (locale: string, text: string, given: Readonly<Record<string, unknown>>): string =>
      site.themes.translate(text, spoken(given, locale), locale)
    const tell = (locale: string) => ({
      plugin,
      title: site.themes.translate(title, {}, locale),
      text: say(locale, declared.text, values).slice(0, 300),
      said: lines
        .map(line => say(locale, line.text, line.values ?? {}))
        .join('\n')
        .slice(0, mostSaid),
      url,
    })
    await addNotifications(
      site,
      (await localesOf(site, ids)).map(({ id, locale }) => ({
        memberId: id,
        kind: 'plugin',
        about: `${plugin}:${about}`.slice(0, 120),
        told: tell(locale ?? 'en'),
      })),
    )
  }
}

/** A sentence of the plugin in the language of one member, with times written as days. */
export function makeSayCall(site: Site): Host['say'] {
  return async (text, values, memberId) => {
    const [row] = await localesOf(site, [String(memberId)])
    const locale = row?.locale ?? 'en'
    return site.themes.translate(String(text), spoken(values, locale), locale)
  }
}

function localesOf({ db }: Site, ids: readonly string[]): Promise<{ id: string; locale: string | null }[]> {
  const { sql, bindings } = inList(db.dialect, 'id', ids)
  return selectRows(db, `select id, locale from members where ${sql}`, bindings)
}

const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** Values as sentences have them: text and numbers, and a time as its day. */
function spoken(values: Readonly<Record<string, unknown>>, locale: string): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value === 'number') return [name, value]
      const text = String(value ?? '')
      return [name, isTime.test(text) ? longDate(text, locale) : text]
    }),
  )
}
