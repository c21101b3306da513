import t from 'tap'
import type { MemberActor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { newId } from '../../../core/db/new-id.ts'
import type { Entry } from '../../../core/entries/entry.ts'
import { reflagEntries } from '../../../core/feeds/visibility.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { addMembership } from '../../../core/groups/membership.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { saveEntry } from '../../../core/likes/mark-entry.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { addSubscription, dropSubscription } from '../../../core/subscriptions/subscription.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'

const script = { 'hx-request': 'true' }

/**
 * Dee's feed is private, and so is the group `closed`. Ann reads Dee and is in both groups, so she may comment on and like everything
 * here. Sam reads Dee; Gil is in the groups; Tom follows Ann and nobody else; Max is an admin of the site.
 */
async function setUp(t: Teardown) {
  const { site, url, outbox } = await makeServedSite(t)
  const dee = await makeMember(site, 'dee', { access: 'private' })
  const [ann, sam, gil, tom] = await Promise.all(['ann', 'sam', 'gil', 'tom'].map(handle => makeMember(site, handle)))
  const max = await makeMember(site, 'max', { role: 'admin' })
  const members = { dee, ann, sam, gil, tom, max } as Record<string, MemberActor>
  const open = await createGroup(site, dee, { name: 'Open', handle: 'open', description: '', access: 'public' })
  const closed = await createGroup(site, dee, { name: 'Closed', handle: 'closed', description: '', access: 'private' })
  for (const member of [ann!, gil!]) await joinGroup(site, member, { handle: 'open' })
  await subscribe(site, tom!, { handle: 'ann' })
  await site.db.transaction(async trx => {
    for (const { id: memberId } of [ann!, gil!]) {
      await addMembership(site, trx, { groupId: closed.id, memberId, role: 'member' })
      await addSubscription(site, trx, { memberId, feedId: closed.id })
    }
    for (const { id: memberId } of [ann!, sam!]) await addSubscription(site, trx, { memberId, feedId: dee.id })
  })
  const browsers: Record<string, Browser> = { visitor: new Browser(url) }
  for (const [name, member] of Object.entries(members)) {
    browsers[name] = new Browser(url)
    await signInAs(site, browsers[name], member)
    await browsers[name].get('/')
  }
  const entries: Record<string, Entry> = {}
  const places = { own: ['me'], closed: ['closed'], both: ['me', 'closed'], open: ['me', 'open'] }
  for (const [name, to] of Object.entries(places)) entries[name] = await makeEntry(site, dee, { body: `text-${name} by dee`, to })
  for (const { id } of Object.values(entries)) {
    await publishComment(site, ann!, { entry: id, body: 'Quite so, @tom and @sam' })
    await likeEntry(site, ann!, { entry: id })
  }
  await outbox.drained()
  return { site, outbox, browsers, members, entries, groups: { open, closed } }
}

/** Who may see which entry. */
const audience: Record<string, string[]> = {
  own: ['dee', 'ann', 'sam'],
  closed: ['dee', 'ann', 'gil'],
  both: ['dee', 'ann', 'sam', 'gil'],
  open: ['dee', 'ann', 'sam', 'gil', 'tom', 'max', 'visitor'],
}
const people = ['dee', 'ann', 'sam', 'gil', 'tom', 'max', 'visitor']

/** Entries whose text stands in a page. */
function seenIn(text: string): string[] {
  return Object.keys(audience).filter(name => text.includes(`text-${name}`))
}

t.test('every page of an entry is there for its audience and not at all for others', async t => {
  const { browsers, entries } = await setUp(t)
  const nothing = newId()
  for (const who of people) {
    const browser = browsers[who]!
    for (const [name, { id, shortId }] of Object.entries(entries)) {
      const may = audience[name]!.includes(who)
      const address = name === 'closed' ? `/closed/${shortId}` : `/dee/${shortId}`
      t.equal((await browser.get(address)).status, may ? 200 : 404, `${who} ${name}`)
      const paths = [`/e/ID`, `/entries/ID/comments`, `/entries/ID/edit`, `/v2/entry/ID`]
      for (const path of may ? [] : paths) {
        const [asked, absent] = [await browser.get(path.replace('ID', id)), await browser.get(path.replace('ID', nothing))]
        t.equal(asked.status, 404, `${who} ${path}`)
        t.equal(asked.text.replaceAll(id, ''), absent.text.replaceAll(nothing, ''), 'as if it did not exist')
      }
      t.equal((await browser.get(`/entries/${id}/comments`, script)).status, may ? 200 : 404, `${who} comments of ${name}`)
    }
  }
})

t.test('nobody does anything with an entry they cannot see', async t => {
  const { site, browsers, entries } = await setUp(t)
  const comment = await site.db('comments').where({ entryId: entries.own!.id }).first()
  for (const who of ['gil', 'tom', 'max']) {
    const browser = browsers[who]!
    for (const thing of ['likes', 'hides', 'saves', 'comments']) {
      const path = `/entries/${entries.own!.id}/${thing}`
      t.equal((await browser.post(path, { body: 'x' })).status, 404, `${who} ${thing}`)
      if (thing !== 'comments') t.equal((await browser.post(path, { _method: 'delete' })).status, 404, `${who} ${thing}`)
    }
    for (const path of [`/comments/${comment.id}`, `/comments/${comment.id}/removal`, `/entries/${entries.own!.id}`])
      t.equal((await browser.post(path, { _method: 'delete' })).status, 404, `${who} ${path}`)
    for (const path of [`/comments/${comment.id}/edit`, `/entries/${entries.own!.id}/edit`]) {
      t.equal((await browser.get(path)).status, 404)
      t.equal((await browser.post(path, { body: 'x' })).status, 404)
    }
  }
})

t.test('feeds, tabs and home hold what their reader may see', async t => {
  const { browsers } = await setUp(t)
  const all = Object.keys(audience)
  for (const who of people) {
    const browser = browsers[who]!
    const visible = all.filter(name => audience[name]!.includes(who))
    const readsDee = ['dee', 'ann', 'sam'].includes(who)
    const inGroup = ['dee', 'ann', 'gil'].includes(who)
    const pages: Record<string, string[]> = {
      '/public': ['open'],
      '/dee': readsDee ? ['own', 'both', 'open'] : [],
      '/closed': inGroup ? ['closed', 'both'] : [],
      '/open': ['open'],
      '/ann/comments': visible,
      '/ann/likes': visible,
      '/ann/discussion': visible,
      '/dee/comments': [],
      '/v2/feed/ann/comments': visible,
      '/v2/feed/public': ['open'],
    }
    for (const [path, expected] of Object.entries(pages)) t.same(seenIn((await browser.get(path)).text), expected, `${who} ${path}`)
    const home = { tom: ['open'], max: [], visitor: ['open'], sam: ['own', 'both', 'open'], gil: ['closed', 'both', 'open'] }[who] ?? all
    t.same(seenIn((await browser.get('/')).text), home, `home of ${who}`)
  }
})

t.test('feeds for readers elsewhere show what everybody may see', async t => {
  const { browsers } = await setUp(t)
  for (const who of ['ann', 'visitor']) {
    const browser = browsers[who]!
    for (const format of ['atom', 'rss', 'json']) {
      t.same(seenIn((await browser.get(`/feeds/public.${format}`)).text), ['open'])
      for (const feed of ['dee', 'closed'])
        t.same(seenIn((await browser.get(`/feeds/${feed}.${format}`)).text), [], `${who} ${feed}.${format}`)
    }
  }
})

t.test('a friend who comments and likes carries nothing private on', async t => {
  const { site, members, entries } = await setUp(t)
  const rows = await site.db('timeline').where({ readerId: members.tom!.id })
  t.match(rows, [{ entryId: entries.open!.id, reason: 'comment', actorId: members.ann!.id }])
  t.equal(rows.length, 1)
  const heard = await site.db('notifications').whereIn('memberId', [members.tom!.id, members.sam!.id])
  const entryOf = (memberId: string) => [...new Set(heard.filter(row => row.memberId === memberId).map(row => row.entryId))].sort()
  t.same(entryOf(members.tom!.id), [entries.open!.id], 'mentioned where he cannot read')
  t.same(entryOf(members.sam!.id), ['own', 'both', 'open'].map(name => entries[name]!.id).sort())
})

t.test('who may not read any more sees nothing of what they saved, said and liked', async t => {
  const { site, outbox, browsers, members, entries } = await setUp(t)
  const sam = members.sam!
  await publishComment(site, sam, { entry: entries.own!.id, body: 'Mine' })
  await likeEntry(site, sam, { entry: entries.own!.id })
  await saveEntry(site, sam, { entry: entries.own!.id })
  t.same(seenIn((await browsers.sam!.get('/saves')).text), ['own'])
  await site.db.transaction(trx => dropSubscription(site, trx, { memberId: sam.id, feedId: members.dee!.id }))
  await outbox.drained()
  for (const path of ['/', '/saves', '/sam/comments', '/sam/likes', '/sam/discussion'])
    t.same(seenIn((await browsers.sam!.get(path)).text), [], path)
  t.same(await site.db('timeline').where({ readerId: sam.id }).whereNot({ reason: 'comment' }), [])
})

t.test('an entry comes and goes with the access of its feeds', async t => {
  const { site, browsers, members, entries } = await setUp(t)
  const change = (access: string) =>
    site.db.transaction(async trx => {
      await trx('feeds').where({ id: members.dee!.id }).update({ access })
      return reflagEntries(trx, members.dee!.id)
    })
  t.equal(await change('public'), 2, 'those that were private only by this feed')
  t.same(seenIn((await browsers.visitor!.get('/dee')).text), ['own', 'both', 'open'])
  t.equal((await browsers.visitor!.get(`/dee/${entries.closed!.shortId}`)).status, 404)
  t.equal(await change('private'), 2)
  t.equal((await browsers.visitor!.get(`/dee/${entries.own!.shortId}`)).status, 404)
  t.equal((await browsers.visitor!.get(`/dee/${entries.open!.shortId}`)).status, 200)
})
