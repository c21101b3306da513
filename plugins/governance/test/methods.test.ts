import { Browser, makeClub } from 'core/testing'
import t from 'tap'

type Club = Awaited<ReturnType<typeof makeClub>>

/** Drafts a change of who may join, and finds enough who support it. Returns the page of the draft. */
async function draftSignUp(club: Club, by = 0, value = 'closed'): Promise<string> {
  const browser = club.browsers[by]!
  await browser.get('/governance/propose?action=settings.change&key=signUp')
  const fields = { action: 'settings.change', title: `Joining: ${value}`, why: 'Because.', 'set-key': 'signUp', 'set-value': value }
  return (await browser.post('/governance/drafts', fields)).location
}

async function post(browser: Browser, page: string, path: string, fields: Record<string, string> = {}) {
  await browser.get(page)
  return browser.post(path, fields)
}

t.test('a draft takes other ways, which can be taken out again; its author alone changes it', async t => {
  const club = await makeClub(t, 2)
  const [ann, bob] = club.browsers as [Browser, Browser]
  const draft = await draftSignUp(club)
  const id = draft.split('/').at(-1)!
  t.match((await ann.get(draft)).text, /Add another way to do it/)
  t.notMatch((await bob.get(draft)).text, /Add another way/)
  t.equal((await bob.get(`/governance/propose?draft=${id}&way=new`)).status, 422)
  const way = { action: 'settings.change', draft: id, way: 'new', title: 'Only invited', 'set-key': 'signUp', 'set-value': 'invite' }
  t.equal((await post(bob, draft, '/governance/drafts', way)).status, 422)
  const same = await post(ann, draft, '/governance/drafts', { ...way, 'set-value': 'closed' })
  t.match(same, { status: 422, text: /Two of these are the same/ })
  t.equal((await post(ann, draft, '/governance/drafts', way)).location, draft)
  t.match((await ann.get(draft)).text, /Members rank these[\s\S]*Joining: closed[\s\S]*Only invited/)
  t.equal((await post(bob, draft, `${draft}/ways`, { _method: 'delete', way: '0' })).status, 422)
  await post(ann, draft, `${draft}/ways`, { _method: 'delete', way: '0' })
  t.match((await ann.get(draft)).text, /<ins[^>]*>invite<\/ins>/, 'what is left is one change again')
})

t.test('ranked through the pages, and voted about by those who can', async t => {
  const club = await makeClub(t, 2)
  const [ann, bob] = club.browsers as [Browser, Browser]
  const draft = await draftSignUp(club)
  const way = { action: 'settings.change', draft: draft.split('/').at(-1)!, way: 'new', title: 'Only invited' }
  await post(ann, draft, '/governance/drafts', { ...way, 'set-key': 'signUp', 'set-value': 'invite' })
  const page = (await post(ann, draft, `${draft}/publication`)).location
  await club.wait(0)
  await club.wait(7)
  t.match((await ann.get(page)).text, /name="rank-1"[\s\S]*name="rank-2"[\s\S]*name="rank-keep"/)
  t.equal((await post(ann, page, `${page}/ballot`, { 'rank-1': '', 'rank-2': '' })).status, 422, 'nothing has a place')
  t.equal((await post(ann, page, `${page}/ballot`, { 'rank-9': '1' })).status, 422)
  t.equal((await post(ann, page, `${page}/ballot`, { choice: 'yes' })).status, 422)
  const visitor = new Browser(club.url)
  await visitor.get(page)
  t.match((await visitor.post(`${page}/ballot`, { 'rank-1': '1' })).status, 403)
  await post(ann, page, `${page}/ballot`, { choice: 'abstain' })
  t.match((await ann.get(page)).text, /You abstained/)
  for (const browser of [ann, bob]) await post(browser, page, `${page}/ballot`, { 'rank-1': '3', 'rank-2': '1', 'rank-keep': '2' })
  t.match((await bob.get(page)).text, /name="rank-2"><option value="">–<\/option><option value="1" selected/)
  await club.wait(7)
  t.match((await bob.get(page)).text, /The members chose: Only invited[\s\S]*2 for it, 0 rather keep/)
  await club.wait(2)
  t.equal(club.site.settings.signUp, 'invite')
})

t.test('at once in an emergency: for who holds the permission, with a reason that everybody reads', async t => {
  const club = await makeClub(t, 4)
  const [ann, bob] = club.browsers as [Browser, Browser]
  const reason = 'Hundreds of forged accounts within an hour.'
  const ofBob = await draftSignUp(club, 1)
  t.notMatch((await bob.get(ofBob)).text, /It cannot wait/)
  t.equal((await post(bob, ofBob, `${ofBob}/emergency`, { reason })).status, 403)
  const draft = await draftSignUp(club, 0, 'invite')
  t.match((await ann.get(draft)).text, /It cannot wait/)
  t.equal((await post(ann, draft, `${draft}/emergency`, { reason: 'Spam' })).status, 422)
  const page = (await post(ann, draft, `${draft}/emergency`, { reason })).location
  t.equal(club.site.settings.signUp, 'invite')
  t.match((await new Browser(club.url).get(page)).text, /An emergency measure, in force now\.[\s\S]*Hundreds of forged accounts/)
  t.match((await new Browser(club.url).get('/governance')).text, /Done in an emergency, in force now[\s\S]*Joining: invite/)
  await club.wait(3)
  t.match((await bob.get(page)).text, /undone because the members did not ratify it/)
  t.equal(club.site.settings.signUp, 'open')
})

t.test('what happened by silence can be wanted back, by those who could have objected', async t => {
  const club = await makeClub(t, 2)
  const [ann, bob] = club.browsers as [Browser, Browser]
  await ann.get('/governance/propose?action=page.publish')
  const fields = {
    action: 'page.publish',
    title: 'A page',
    'set-slug': 'about',
    'set-title': 'About',
    'set-body': 'Us.',
    'set-place': 'footer',
  }
  const draft = (await ann.post('/governance/drafts', fields)).location
  const page = (await post(ann, draft, `${draft}/publication`)).location
  await club.wait(0)
  t.equal((await post(bob, page, `${page}/way-back`)).status, 409, 'it did not happen yet')
  await club.wait(2)
  t.equal((await ann.get('/pages/about')).status, 200)
  t.match((await bob.get(page)).text, /Do you want it back as it was\?/)
  t.match((await bob.follow(await post(bob, page, `${page}/way-back`))).text, /It is taken back|Taken back/)
  t.equal((await ann.get('/pages/about')).status, 404)
})

t.test('five drafts for each member', async t => {
  const club = await makeClub(t, 2)
  for (const value of ['closed', 'invite', 'approval', 'closed', 'invite']) t.match(await draftSignUp(club, 0, value), /drafts/)
  const ann = club.browsers[0]!
  await ann.get('/governance/propose?action=settings.change&key=signUp')
  const sixth = { action: 'settings.change', title: 'One more', 'set-key': 'signUp', 'set-value': 'closed' }
  t.match(await ann.post('/governance/drafts', sixth), { status: 422, text: /You have five drafts/ })
  t.match(await draftSignUp(club, 1), /drafts/, 'others have their own')
})
