import { longDate } from '../members/long-date.ts'
import { addNotifications } from '../notifications/add-notifications.ts'
import type { Site } from '../site.ts'

const portion = 500

/** Something that every member hears about, because it changes what they agreed to. Plain data: it waits in the queue. */
export interface PolicyNews {
  /** Names the happening, so that a second run tells nobody twice. */
  about: string
  /** A message for `t`. */
  text: string
  /** Values of the message that are messages themselves, such as the title of a policy. */
  words?: Record<string, string>
  /** ISO text, said as a day. */
  day?: string
  url: string
}

/** Tells every member, in their language: on the page and by mail, which nobody can switch off for this. Can run twice. */
export async function tellEveryone(site: Site, { about, text, words = {}, day, url }: PolicyNews): Promise<void> {
  const said = new Map<string, string>()
  const inWords = (locale: string): string => {
    const say = (key: string, values = {}) => site.themes.translate(key, values, locale)
    const values = Object.fromEntries(Object.entries(words).map(([name, word]) => [name, say(word)]))
    return say(text, { ...values, ...(day && { day: longDate(day, locale) }) }).slice(0, 300)
  }
  for (let after = ''; ; ) {
    const members: { id: string; locale: string | null }[] = await site
      .db('members')
      .whereNull('waitingSince')
      .where('id', '>', after)
      .orderBy('id')
      .limit(portion)
      .select('id', 'locale')
    const drafts = members.map(({ id, locale }) => {
      const tag = locale ?? 'en'
      const sentence = said.get(tag) ?? inWords(tag)
      said.set(tag, sentence)
      return { memberId: id, kind: 'policy' as const, about, told: { title: site.settings.siteName, text: sentence, url } }
    })
    await addNotifications(site, drafts)
    if (members.length < portion) return
    after = members.at(-1)!.id
  }
}
