import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { checkProfileLinks } from '../bans/check-profile-links.ts'
import { invalid, unauthorized } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'
import { reflagEntries } from '../feeds/visibility.ts'
import { Type } from '../http/type.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { addSubscription } from '../subscriptions/subscription.ts'
import { tidyName } from './tidy-name.ts'

export const editProfileInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60 }),
  description: Type.String({ default: '', maxLength: 1000 }),
  access: Type.Union([Type.Literal('public'), Type.Literal('private')]),
  /** Titles and addresses, in the same order; without an address a line counts for nothing. */
  linkTitle: Type.Array(Type.String({ maxLength: 60 }), { default: [], maxItems: 10 }),
  linkUrl: Type.Array(Type.String({ maxLength: 500 }), { default: [], maxItems: 10 }),
})

export interface EditProfileInput extends Static<typeof editProfileInput> {
  /** What `saveAvatar` returned; null takes the picture away. Not in the schema: a form cannot name a file. */
  picture?: string | null
}

export interface ProfileLink {
  title: string
  url: string
}

/** Changes what others see of a member: name, a few words, links, picture, and whether the feed is for everybody. */
export async function editProfile(site: Site, actor: Actor, input: EditProfileInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  const name = tidyName(input.name)
  if (name === '') throw invalid({ name: 'Please fill this in.' })
  const read = readLinks(input)
  await checkProfileLinks(site, actor, { text: input.description, links: read.map(({ url }) => url), field: 'links' })
  const links = JSON.stringify(read)
  const { access, picture } = input
  await site.db.transaction(async trx => {
    const before = await Feed.query(trx).findById(actor.id).forUpdate().throwIfNotFound()
    const change = { name, description: input.description.trim(), links, access, ...(picture !== undefined && { picture }) }
    await Feed.query(trx).patch(change).where({ id: actor.id })
    if (before.access !== access) await reflagEntries(trx, actor.id)
    if (before.access === 'private' && access === 'public') await letAllIn(site, trx, actor.id)
    await site.announce(trx, 'feed.edited', { feedId: actor.id })
  })
}

/** Nobody has to be asked any more, so nobody has to wait for an answer. */
async function letAllIn(site: Site, trx: Knex.Transaction, feedId: string): Promise<void> {
  const asked: { memberId: string }[] = await trx('subscription_requests').where({ feedId }).select('memberId')
  await trx('subscription_requests').where({ feedId }).delete()
  for (const { memberId } of asked) await addSubscription(site, trx, { memberId, feedId })
}

function readLinks({ linkTitle, linkUrl }: EditProfileInput): ProfileLink[] {
  return linkUrl.flatMap((text, index) => {
    const address = text.trim()
    if (address === '') return []
    const url = webAddress(address)
    if (!url) throw invalid({ links: 'One of the links is not a web address. It should begin with https://' })
    return [{ title: tidyName(linkTitle[index] ?? '') || url.host.replace(/^www\./, ''), url: url.href }]
  })
}

/** Only http and https: whoever clicks must land on a page, not run something. */
function webAddress(text: string): URL | undefined {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+:\d/.test(text) ? text : `https://${text}`
  if (!URL.canParse(full)) return undefined
  const url = new URL(full)
  const fit = /^https?:$/.test(url.protocol) && url.hostname.includes('.') && !url.username && !url.password
  return fit ? url : undefined
}
