import type { Settings } from '../config/settings.ts'
import type { Site } from '../site.ts'

/** What only the operator can know and everybody may ask: settings, and what they are called on the page of the privacy policy. */
const facts = {
  operatorName: 'Who is responsible',
  operatorContact: 'How to reach them',
  operatorHost: 'Who runs the machines',
  operatorMail: 'Who delivers the mails',
  operatorPlaces: 'Where the data are',
} as const satisfies Partial<Record<keyof Settings, string>>

/** Whether a setting is one of them. */
export function isFact(setting: string): boolean {
  return Object.hasOwn(facts, setting)
}

/** The facts as the page of the privacy policy shows them; `label` is a message for `t`. What nobody filled in is said as well. */
export function operatorFacts({ settings }: Pick<Site, 'settings'>): { label: string; text: string }[] {
  return Object.entries(facts).map(([name, label]) => ({ label, text: settings[name as keyof typeof facts] }))
}

/** When one of them was last changed; undefined when nobody has filled in any. */
export async function factsChangedAt({ db }: Pick<Site, 'db'>): Promise<string | undefined> {
  const row: { updatedAt: string } | undefined = await db('settings')
    .whereIn('name', Object.keys(facts))
    .orderBy('updatedAt', 'desc')
    .first('updatedAt')
  return row?.updatedAt
}
