import { Browser, makeClub } from 'core/testing'
import t from 'tap'
import { asMail, checkPatch, readPatchFiles } from '../patches/read-patch.ts'

const patch = `diff --git a/core/entries/entry.ts b/core/entries/entry.ts
--- a/core/entries/entry.ts
+++ b/core/entries/entry.ts
@@ -1,3 +1,4 @@
 one
-two
+2
+and more
 three
`

t.test('a wish is made, found again, wanted, talked about, answered', async t => {
  const { browsers, url, site } = await makeClub(t, 3)
  const [rita, ann, bob] = browsers as [Browser, Browser, Browser]
  t.match((await new Browser(url).get('/wishes')).text, /No wishes here/)
  t.equal((await new Browser(url).get('/wishes/new')).status, 302)
  await ann.get('/wishes/new')
  t.match(await ann.post('/wishes', { title: 'No' }), { status: 422, text: /in a few words/ })
  const made = await ann.post('/wishes', { title: 'Groups with a calendar', body: 'To see when we <b>meet</b>.' })
  const page = made.location
  t.match(page, /^\/wishes\/[0-9a-f-]{36}$/)
  t.match((await new Browser(url).get(page)).text, /Groups with a calendar[\s\S]*&lt;b&gt;meet/)

  await bob.get('/wishes/new')
  t.match(await bob.post('/wishes', { title: 'A calendar for each group' }), {
    status: 200,
    text: /Is it one of these\?[\s\S]*Groups with a calendar/,
  })
  const other = await bob.post('/wishes', { title: 'A calendar for each group', anyway: 'yes' })
  t.match(other.location, /wishes/)
  t.match((await bob.get('/wishes?q=CALENDAR groups')).text, /Groups with a calendar/)
  t.match((await bob.get('/wishes?q=100%25')).text, /Nobody wished for that yet/)
  await bob.get(page)
  await bob.post(`${page}/support`)
  await bob.post(`${page}/support`)
  const list = (await bob.get('/wishes')).text
  t.match(list, /<b>2<\/b>[\s\S]*Groups with a calendar[\s\S]*<b>1<\/b>[\s\S]*A calendar for each group/, 'what most want is first')
  await bob.post(`${page}/support`, { _method: 'delete' })
  t.match((await bob.get(page)).text, /<b>1<\/b>/)

  const form = (name: string, text: string, body = 'Here it is.') => {
    const data = new FormData()
    data.set('body', body)
    data.set('patch', new Blob([text]), name)
    return data
  }
  t.match((await bob.upload(`${page}/replies`, form('a.txt', patch))).status, 422)
  t.match((await bob.upload(`${page}/replies`, form('a.patch', 'x'.repeat(400_000)))).text, /too large/)
  t.match((await bob.upload(`${page}/replies`, form('a.patch', 'a\u0000b'))).text, /no text file/)
  await bob.upload(`${page}/replies`, form('0001-calendar.patch', patch))
  const shown = (await ann.get(page)).text
  t.match(shown, /0001-calendar\.patch[\s\S]*one file[\s\S]*\+2 −1[\s\S]*core\/entries\/entry\.ts[\s\S]*and more/)
  const address = /\/wishes\/patches\/[0-9a-f-]+/.exec(shown)![0]
  const file = await ann.get(address)
  t.match(file.headers, { 'content-type': /text\/plain/, 'content-disposition': /attachment; filename="0001-calendar\.patch"/ })
  t.match(file.text, /^From 0{40} Mon Sep 17 00:00:00 2001\nFrom: Cem|^From 0{40} Mon Sep 17 00:00:00 2001\nFrom: /)
  t.match(file.text, /Subject: \[PATCH\] Groups with a calendar[\s\S]*\+and more/)
  await site.jobs.drained()
  t.match((await ann.get('/notifications')).text, /replied to your wish/)

  await ann.get(page)
  t.equal((await ann.post(`${page}/answer`, { state: 'done' })).status, 403)
  await rita.get(page)
  t.match(await rita.post(`${page}/answer`, { state: 'declined' }), { status: 422, text: /Say why/ })
  await rita.post(`${page}/answer`, { state: 'declined', answer: 'The program of choice does this better.' })
  t.match((await ann.get(page)).text, /Declined[\s\S]*does this better/)
  t.match((await ann.get('/wishes?state=declined')).text, /Groups with a calendar/)
  await bob.get(page)
  t.equal((await bob.post(`${page}/support`)).status, 422, 'what is closed is not wanted any more')
  const all = JSON.parse((await new Browser(url).get('/wishes/export')).text)
  t.equal(all.wishes.length, 2)
  t.match(
    all.wishes.find((wish: { title: string }) => wish.title === 'Groups with a calendar'),
    { state: 'declined', replies: [{ body: 'Here it is.', patchUrl: address }] },
  )

  const wishId = page.split('/').at(-1)
  const row = (id: string) => ({ id, wishId, body: 'Hm', createdAt: '2026-11-01T00:00:00.000Z' })
  const add = (rows: object[]) => site.db.transaction(trx => trx('wishes_replies').insert(rows))
  await add(Array.from({ length: 9 }, (_, index) => ({ ...row(`p${index}`), patchName: `${index}.patch`, patch })))
  const long = (await new Browser(url).get(page)).text
  t.equal(long.match(/<details class="wishes-patch">/g)?.length, 8, 'nobody makes a page that costs more and more')
  t.equal(long.match(/Download for git am/g)?.length, 10)
  // Both were made at the same time on the club's clock.
  const [first, second] = [page, other.location].map(address => address.split('/').at(-1)!).sort()
  for (let from = 0; from < 3000; from += 500)
    await add(Array.from({ length: 500 }, (_, index) => ({ ...row(`r${from + index}`), wishId: first })))
  await add([{ ...row('last'), wishId: first }])
  const part = JSON.parse((await new Browser(url).get('/wishes/export')).text)
  t.match(part, { wishes: [{ id: second }], more: 1 })
  t.equal((await new Browser(url).get('/wishes/%00')).status, 404, 'and is no failure of the plugin')
})

t.test('what breaks the rules is reported, hidden with a reason, and shown again', async t => {
  const { browsers, url, site } = await makeClub(t, 3)
  const [rita, ann, bob] = browsers as [Browser, Browser, Browser]
  await ann.get('/wishes/new')
  const page = (await ann.post('/wishes', { title: 'Buy my watches', body: 'Very cheap' })).location
  const id = page.split('/').at(-1)!
  await bob.get(page)
  t.match((await bob.post(`${page}/reports`, { about: id, reason: '' })).status, 422)
  await bob.post(`${page}/reports`, { about: id, reason: 'Advertising' })
  t.equal((await bob.post(`${page}/hidings`, { about: id, reason: 'I say so' })).status, 403)
  await ann.get(page)
  t.equal((await ann.post(`${page}/reports`, { about: id, reason: 'Mine' })).status, 422)
  t.match((await rita.get('/wishes')).text, /One report waits/)
  t.match((await rita.get('/wishes?state=reported')).text, /Buy my watches/)
  t.notMatch((await bob.get('/wishes?state=reported')).text, /report waits/)
  t.match((await rita.get(page)).text, /Reported[\s\S]*Advertising/)
  t.equal((await rita.post(`${page}/hidings`, { about: id })).status, 422)
  await rita.post(`${page}/hidings`, { about: id, reason: 'Rule 4: no advertising' })
  const visitor = await new Browser(url).get(page)
  t.match(visitor.text, /A hidden wish[\s\S]*Rule 4: no advertising/)
  t.notMatch(visitor.text, /watches|cheap/)
  t.notMatch((await bob.get('/wishes')).text, /watches/)
  t.notMatch((await bob.get('/wishes/export')).text, /watches/)
  await site.jobs.drained()
  t.match((await ann.get('/notifications')).text, /hid something of yours[\s\S]*no advertising/)
  await rita.get(page)
  t.notMatch((await rita.get('/wishes')).text, /report waits/)
  await rita.post(`${page}/hidings`, { _method: 'delete', about: id })
  t.match((await new Browser(url).get(page)).text, /Buy my watches/)

  await bob.get(page)
  await bob.post(`${page}/replies`, { body: 'Nonsense of mine' })
  const reply = /id="reply-([0-9a-f-]+)"/.exec((await bob.get(page)).text)![1]!
  await ann.get(page)
  t.equal((await ann.post(`/wishes/replies/${reply}`, { _method: 'delete' })).status, 422, 'not of others')
  await rita.get(page)
  await rita.post(`${page}/hidings`, { about: reply, reason: 'Off the subject' })
  t.notMatch((await ann.get(page)).text, /Nonsense of mine/)
  await ann.post(`${page}/reports`, { about: reply, reason: 'Nonsense indeed' })
  t.match((await rita.get('/wishes')).text, /One report waits/)
  await bob.get(page)
  await bob.post(`/wishes/replies/${reply}`, { _method: 'delete' })
  t.notMatch((await rita.get(page)).text, /Nonsense/)
  t.notMatch((await rita.get('/wishes')).text, /report waits/, 'there is nothing left to decide about')
})

t.test('patches that no maintainer could use', t => {
  for (const [name, text, reason] of [
    ['a.exe', patch, /ends in \.patch/],
    ['a.patch', 'words', /No changed file/],
    ['a.patch', patch.replaceAll('core/', '../../core/'), /outside of the project/],
    ['a.patch', `${patch}GIT binary patch\n`, /binary/],
    ['a.patch', '--- a/x\n+++ b/x\n@@ -1,5 +1,1 @@\n short', /cannot be read|No changed file/],
  ] as const)
    t.throws(() => checkPatch({ name, text }), { problems: { patch: reason } } as never, String(reason))
  const mail = `From ${'a1'.repeat(20)} Mon Sep 17 00:00:00 2001\nFrom: Ann <ann@example.org>\nSubject: [PATCH] x\n\n---\n${patch}-- \n2.43.0\n`
  t.doesNotThrow(() => checkPatch({ name: 'a.patch', text: mail }))
  t.match(readPatchFiles(mail), { files: [{ path: 'core/entries/entry.ts' }], added: 2, removed: 1, more: 0 })
  t.equal(asMail(mail, { from: 'x', subject: 'y', date: '2026-01-01' }), mail)
  t.match(
    asMail(patch, { from: 'Zoë\n<x>', subject: 'ü\nBcc: x', date: '2026-01-01' }),
    /From: =\?UTF-8\?B\?[^\n]*\?= <Zox@noreply\.invalid>\nDate: [^\n]*\nSubject: \[PATCH\] =\?UTF-8\?B\?/,
  )
  t.end()
})

t.test('in four languages', async t => {
  const club = await makeClub(t, 1)
  const visitor = new Browser(club.url)
  for (const [locale, words] of [
    ['en', /Make a wish/],
    ['de', /Einen Wunsch äußern/],
    ['tr', /Bir dilek dile/],
    ['ar', /تمنَّ شيئًا/],
  ] as const)
    t.match((await visitor.get('/wishes', { 'accept-language': locale })).text, words)
})

t.test('who is silenced reads and wants, and says nothing', async t => {
  const { browsers, members, site } = await makeClub(t, 3)
  const [, ann, bob] = browsers as [Browser, Browser, Browser]
  await ann.get('/wishes/new')
  const { location: page } = await ann.post('/wishes', { title: 'Groups with a calendar' })
  await site.act(members[0]!, 'member.silence', { handle: members[2]!.member.feed.handle, days: 7 }, { reason: 'Insults' })
  await bob.get(page)
  t.match(await bob.post(`${page}/replies`, { body: 'You again' }), { status: 403, text: /Insults/ })
  t.equal((await bob.post('/wishes', { title: 'Another one for me' })).status, 403)
  t.equal((await bob.post(`${page}/support`)).status, 303)
})
