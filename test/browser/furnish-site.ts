import type { MemberActor } from '../../core/actor.ts'
import { publishComment } from '../../core/comments/publish-comment.ts'
import { publishEntry } from '../../core/entries/publish-entry.ts'
import { savePictures } from '../../core/entries/save-pictures.ts'
import { createGroup } from '../../core/groups/create-group.ts'
import { joinGroup } from '../../core/groups/join-group.ts'
import { createInvitation } from '../../core/invitations/create-invitation.ts'
import { likeEntry } from '../../core/likes/like-entry.ts'
import { saveEntry } from '../../core/likes/mark-entry.ts'
import { saveAvatar } from '../../core/media/save-avatar.ts'
import { editProfile } from '../../core/members/edit-profile.ts'
import type { OpenSite } from '../../core/open-site.ts'
import type { Site } from '../../core/site.ts'
import { connectSource } from '../../core/sources/connect-source.ts'
import { firstFetch } from '../../core/sources/refresh-source.ts'
import { acceptRequest } from '../../core/subscriptions/accept-request.ts'
import { subscribe } from '../../core/subscriptions/subscribe.ts'
import { makeMember } from '../../core/testing/make-member.ts'
import { drawPicture } from './draw-picture.ts'

export interface Village {
  /** The reader: an admin who follows the others. */
  ann: MemberActor
  bob: MemberActor
  /** Has a private feed. */
  cem: MemberActor
  /** Joined just now and has nothing. */
  dov: MemberActor
  /** Path of an entry with many comments. */
  talkUrl: string
  /** Ids of an entry and a comment of ann's. */
  entryId: string
  commentId: string
  invitationCode: string
  sourceId: string
}

/** Fills an empty site with one of everything that pages show. `feedUrl` answers a blog, `goneUrl` nothing. */
export async function furnishSite({ site, outbox }: OpenSite, feedUrl: string, goneUrl: string): Promise<Village> {
  const ann = await makeMember(site, 'ann', { name: 'Ann of the mill', role: 'admin' })
  const bob = await makeMember(site, 'bob', { name: 'Bob' })
  const cem = await makeMember(site, 'cem', { name: 'Cem', access: 'private' })
  const dov = await makeMember(site, 'dov', { name: 'Dov' })
  await introduce(site, ann)
  for (const [who, whom] of [
    [ann, 'bob'],
    [ann, 'cem'],
    [bob, 'ann'],
    [cem, 'ann'],
    [dov, 'cem'],
  ] as const) {
    await subscribe(site, who, { handle: whom })
  }
  await acceptRequest(site, cem, { handle: 'cem', member: 'ann' })
  await makeGroups(site, ann, bob, dov)
  const sourceId = await connect(site, ann, feedUrl, 'Mill notes')
  await connect(site, ann, `${goneUrl}/nothing.atom`, 'The old weblog of the mill by the river, where nobody has been for a long while')
  const written = await writeThings(site, ann, bob, cem)
  const invitation = await createInvitation(site, ann, { note: 'Come and look.', follow: ['bob'], uses: 3, days: 30 })
  await outbox.drained()
  return { ann, bob, cem, dov, ...written, invitationCode: invitation.code, sourceId }
}

async function introduce(site: Site, ann: MemberActor): Promise<void> {
  const picture = await saveAvatar(site, await drawPicture(200, 200, '#7a5c3e'))
  const description = 'Grinds flour on Tuesdays. More at https://mill.example/about'
  await editProfile(site, ann, {
    name: 'Ann of the mill',
    description,
    access: 'public',
    linkTitle: ['The mill'],
    linkUrl: ['https://mill.example'],
    picture,
  })
}

async function makeGroups(site: Site, ann: MemberActor, bob: MemberActor, dov: MemberActor): Promise<void> {
  await createGroup(site, ann, { name: 'Sunday bakers', handle: 'bakers', description: 'Bread, mostly.', access: 'public' })
  await createGroup(site, ann, { name: 'Friends of the weir', handle: 'weir', description: '', access: 'private' })
  await createGroup(site, bob, { name: 'Old maps', handle: 'maps', description: 'Maps that are wrong by now.', access: 'public' })
  await joinGroup(site, bob, { handle: 'bakers' })
  await joinGroup(site, bob, { handle: 'weir' })
  await joinGroup(site, dov, { handle: 'weir' })
}

async function connect(site: Site, owner: MemberActor, url: string, title: string): Promise<string> {
  const source = await connectSource(site, owner, { type: 'feed', url, title })
  await firstFetch(site, source)
  return source.id
}

async function writeThings(site: Site, ann: MemberActor, bob: MemberActor, cem: MemberActor) {
  const plain = await publish(site, cem, 'For those I have let in: the key is under the second stone.')
  const talk = await publish(
    site,
    bob,
    'Which flour do you take for rye? I have tried three and none of them rises.\n\nThe wet one was the best so far, see https://example.org/a/rather/long/address/of/a/page/about/rye',
  )
  const bread = ['#c99b5b', '#8f6b3a', '#e0c28c'].map((colour, index) => drawPicture(640, 420 + index * 90, colour))
  const files = (await Promise.all(bread)).map((bytes, index) => ({ field: 'pictures', name: `bread-${index}.png`, bytes }))
  const pictured = await publish(site, ann, 'Three loaves from this morning.', ['ann', 'bakers'], await savePictures(site, ann, files))
  await publish(site, bob, 'A link for @ann and everybody who bakes #bread', ['bob'], [], 'https://bread.example/rye')
  const remarks = [
    'The dark one.',
    'From which mill?',
    'From @ann, of course.',
    'Then it is the water.',
    'Or the oven. Mine runs cold.',
    'Try a stone.',
  ]
  let commentId = ''
  for (const [index, body] of remarks.entries()) {
    const comment = await publishComment(site, [ann, cem, bob][index % 3]!, { entry: talk.id, body })
    if (index === 0) commentId = comment.id
  }
  for (const reader of [ann, cem]) await likeEntry(site, reader, { entry: talk.id })
  await likeEntry(site, bob, { entry: pictured.id })
  await publishComment(site, bob, { entry: pictured.id, body: 'I can smell them from here.' })
  await saveEntry(site, ann, { entry: plain.id })
  return { talkUrl: `/bob/${talk.shortId}`, entryId: pictured.id, commentId }
}

function publish(site: Site, author: MemberActor, body: string, to: string[] = [], uploads: string[] = [], link?: string) {
  return publishEntry(site, author, { body, to, uploads, ...(link && { link }) })
}
