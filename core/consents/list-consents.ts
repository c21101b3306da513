import type { Knex } from 'knex'
import type { Registry } from '../plugins/registry.ts'
import { type Consent, listGiven } from './consent.ts'
import { type DeclaredConsent, listDeclared } from './declared-consent.ts'

/** One box to tick on the page of one's data. */
export interface ConsentView {
  /** What the form sends for it: name and sentence. */
  value: string
  /** In English, for `t`. */
  title: string
  says?: string
  /** What people call the plugin that asks; absent for the site. */
  plugin?: string
  allowed: boolean
  /** Since when, also when the sentence has changed since. */
  givenAt?: string
  /** The sentence is another one than the member agreed to, so that it does not count any more. */
  changed: boolean
  /** Nobody asks any more: it can only be taken back. */
  gone: boolean
}

/** What a member is asked for and what they allow, also of plugins that are off. */
export async function listConsents(db: Knex, registry: Pick<Registry, 'plugins'>, memberId: string): Promise<ConsentView[]> {
  const given = await listGiven(db, memberId)
  const asked = listDeclared(registry)
  const names = new Set(asked.map(({ name }) => name))
  const gone = [...given.values()].filter(({ consent }) => !names.has(consent))
  return [...asked.map(one => viewOf(one, given.get(one.name))), ...gone.map(viewOfGone)]
}

function viewOf({ name, title, says, saysHash, pluginTitle }: DeclaredConsent, given: Consent | undefined): ConsentView {
  const allowed = given?.saysHash === saysHash
  return {
    value: `${name}@${saysHash}`,
    title,
    says,
    ...(pluginTitle && { plugin: pluginTitle }),
    allowed,
    ...(given && { givenAt: given.givenAt }),
    changed: given !== undefined && !allowed,
    gone: false,
  }
}

function viewOfGone({ consent, says, saysHash, givenAt }: Consent): ConsentView {
  const [plugin = ''] = consent.split('/')
  return { value: `${consent}@${saysHash}`, title: says, plugin, allowed: true, givenAt, changed: false, gone: true }
}
