import { Browser, makeClub, makeMember, signInAs } from 'core/testing'
import t from 'tap'

const text = 'We keep what you write until you remove it, and nobody sells it. We ask you before anything here changes.'

/** Drafts a new privacy policy. Returns the page of the draft. */
async function draftPolicy(browser: Browser, words = text): Promise<string> {
  await browser.get('/governance/propose?action=policies.publish&kind=privacy')
  const saved = await browser.post('/governance/drafts', {
    action: 'policies.publish',
    title: 'A privacy policy in two sentences',
    why: 'Nobody reads the long one.',
    'set-kind': 'privacy',
    'set-text': words,
  })
  return saved.location
}

t.test('a privacy policy is drafted, supported, discussed, voted about, and live', async t => {
  const club = await makeClub(t, 12)
  const [ann, bob, cem, dita] = club.browsers as [Browser, Browser, Browser, Browser]

  t.match((await ann.get('/governance')).text, /Nothing is open[\s\S]*Yes, about everything/)
  t.match(
    (await ann.get('/governance/propose')).text,
    /href="\?action&#x3D;policies\.publish&amp;kind&#x3D;privacy"[^>]*>The privacy policy/,
  )
  t.match((await ann.get('/governance/propose?action=policies.publish&kind=privacy')).text, /name="set-text"[\s\S]*<\/textarea>/)
  t.match((await ann.get('/governance/propose?action=nothing.atall')).text, /There is nothing called nothing\.atall/)
  const short = await ann.post('/governance/drafts', {
    action: 'policies.publish',
    title: 'No',
    'set-kind': 'privacy',
    'set-text': 'Short.',
  })
  t.match(short, { status: 422, text: /Give it a title[\s\S]*Short\./ }, 'what was typed is still there')

  const draft = await draftPolicy(ann)
  t.match((await ann.get(draft)).text, /<ins>[\s\S]*What it would change|What it would change[\s\S]*<ins>/)
  t.match((await ann.get(draft)).text, /It takes 3 more/)
  t.notMatch((await ann.get(draft)).text, /Put it to the members/)
  t.match((await ann.post(`${draft}/publication`)).status, 409, 'too few support it')
  for (const browser of [bob, cem, dita]) {
    await browser.get(draft)
    await browser.post(`${draft}/support`)
  }
  await bob.get(draft)
  t.match((await bob.post(`${draft}/publication`)).status, 422, 'only its author publishes')
  await club.site.jobs.drained()
  t.match((await ann.get('/notifications')).text, /has enough support/)
  await ann.get(draft)
  const published = await ann.post(`${draft}/publication`)
  const page = published.location
  t.match(page, /^\/governance\/proposals\//)
  await club.wait(0)

  t.match((await bob.get('/notifications')).text, /Proposed, to be discussed until/)
  const seen = await bob.get(page)
  t.match(seen.text, /Being discussed[\s\S]*Nobody reads the long one\.[\s\S]*What changes/)
  await bob.post(`${page}/comments`, { body: 'What about <b>backups</b>?' })
  t.match((await ann.get(page)).text, /What about &lt;b&gt;backups&lt;\/b&gt;\?/)
  t.match((await bob.post(`${page}/ballot`, { choice: 'yes' })).status, 409, 'the vote has not begun')
  t.match((await new Browser(club.url).get(page)).text, /What changes/, 'everybody may read it')

  await club.wait(14)
  t.match((await ann.get('/')).text, /A vote is open: A privacy policy in two sentences/)
  for (const [index, browser] of club.browsers.entries()) {
    await browser.get(page)
    await browser.post(`${page}/ballot`, { choice: index < 7 ? 'yes' : 'no' })
  }
  await ann.get(page)
  t.match((await ann.get(page)).text, /Your ballot is in the box[\s\S]*<code>[0-9a-f]{32}<\/code>/)
  t.notMatch((await ann.get(page)).text, /Result/, 'no tally before it closes')
  t.equal((await ann.get(`${page}/ballots.json`)).status, 404)
  await club.browsers[11]!.get(page)
  await club.browsers[11]!.post(`${page}/ballot`, { choice: 'yes' })

  await club.wait(14)
  t.match((await ann.get(page)).text, /Passed\.[\s\S]*8 yes, 4 no, 0 abstained[\s\S]*It takes effect/)
  t.match((await ann.get('/')).text, /Decided, and soon in force: A privacy policy in two sentences/)
  const ballots = JSON.parse((await ann.get(`${page}/ballots.json`)).text) as { ballots: object[]; tally: object }
  t.equal(ballots.ballots.length, 12)
  t.match(ballots.tally, { yes: 8, no: 4, passed: true })
  t.notMatch((await ann.get('/privacy')).text, /nobody sells it/)
  await club.wait(14)
  t.match((await ann.get('/privacy')).text, /nobody sells it/)
  t.match((await ann.get(page)).text, /Done[\s\S]*The site does it/)
  t.match((await bob.get('/notifications')).text, /Done as the members decided/)
  t.match((await bob.get('/governance')).text, /What was decided[\s\S]*A privacy policy in two sentences/)
})

t.test('amended, withdrawn, and by somebody who is too new', async t => {
  const club = await makeClub(t, 4)
  const [ann, bob] = club.browsers as [Browser, Browser]
  const newcomer = await makeMember(club.site, 'newcomer')
  const browser = new Browser(club.url)
  await signInAs(club.site, browser, newcomer)
  t.match((await browser.get('/governance')).text, /Not yet\.[\s\S]*once you have been here for 30 days/)
  const draft = await draftPolicy(browser)
  t.match((await browser.get(draft)).text, /You cannot vote about this yet/)
  t.match((await browser.post(`${draft}/publication`)).status, 403)
  await ann.get(draft)
  await ann.post(`${draft}/support`)
  await browser.get(draft)
  const page = (await browser.post(`${draft}/publication`)).location
  t.match(page, /proposals/)
  await browser.get(`/governance/propose?amends=${page.split('/').at(-1)}`)
  const amended = await browser.post('/governance/drafts', {
    action: 'policies.publish',
    amends: page.split('/').at(-1)!,
    'set-kind': 'privacy',
    'set-text': `${text} Backups too.`,
  })
  t.equal(amended.location, page)
  t.match((await browser.get(page)).text, /Backups too/)
  t.match((await bob.get(`/governance/propose?amends=${page.split('/').at(-1)}`)).status, 422)
  await bob.get(page)
  t.equal((await bob.post(page, { _method: 'delete' })).status, 403)
  await browser.get(page)
  await browser.post(page, { _method: 'delete' })
  t.match((await browser.get(page)).text, /Withdrawn/)
  t.equal((await new Browser(club.url).get('/governance/propose')).status, 302, 'members propose')
})

t.test('the charter in plain words, and what needs no vote', async t => {
  const club = await makeClub(t, 2)
  const ann = club.browsers[0]!
  const page = await ann.get('/governance/charter')
  t.match(page.text, /The charter is “community”[\s\S]*Locked: only the members[\s\S]*Publish a policy/)
  t.match((await ann.get('/governance/propose?action=settings.change&key=signUp')).text, /Who may sign up|New value/)
  const drafted = (key: string, value: string) =>
    ann.post('/governance/drafts', { action: 'settings.change', title: 'Another value', 'set-key': key, 'set-value': value })
  const brought = await drafted('siteName', 'Delta')
  t.match((await ann.get(brought.location)).text, /How it would be decided/, 'members bring up what operators decide as well')
  t.match((await ann.get(brought.location)).text, /You can do this/)
  const bob = club.browsers[1]!
  t.notMatch((await bob.get(brought.location)).text, /You can do this/)
  t.equal((await bob.post(`${brought.location}/adoption`)).status, 403)
  await ann.get(brought.location)
  t.equal((await ann.post(`${brought.location}/adoption`)).location, '/governance')
  t.equal(club.site.settings.siteName, 'Delta')
  const saved = await ann.post('/governance/drafts', {
    action: 'settings.change',
    title: 'By invitation',
    'set-key': 'signUp',
    'set-value': 'invite',
  })
  t.match((await ann.get(saved.location)).text, /Who may sign up[\s\S]*<del[^>]*>open<\/del>[\s\S]*<ins[^>]*>invite<\/ins>/)
  await ann.post(saved.location, { _method: 'delete' })
  t.equal((await ann.get(saved.location)).status, 422)
})

t.test('in four languages', async t => {
  const club = await makeClub(t, 1)
  const visitor = new Browser(club.url)
  for (const [locale, words] of [
    ['en', /Who decides here/],
    ['de', /Wer hier entscheidet/],
    ['tr', /Burada kim karar verir/],
    ['ar', /من يقرر هنا/],
  ] as const)
    t.match((await visitor.get('/governance', { 'accept-language': locale })).text, words)
})
