import t from 'tap'
import { previewCode } from '../../../core/looks/draft.ts'
import { publishLook } from '../../../core/looks/publish-look.ts'
import { saveDraft } from '../../../core/looks/save-draft.ts'
import { castBallot } from '../../../core/proposals/cast-ballot.ts'
import { objectToProposal } from '../../../core/proposals/object-to-proposal.ts'
import { findProposal } from '../../../core/proposals/proposal.ts'
import { publishProposal } from '../../../core/proposals/publish-proposal.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { type Club, makeClub } from '../../../core/testing/make-club.ts'
import { changeLookFiles } from '../../../core/theme-changes/change-look-files.ts'
import { maybeOwnChange, renewOwnChange } from '../../../core/theme-changes/own-change.ts'
import { resumeProposal } from '../../../core/theme-changes/resume-proposal.ts'
import { patchLook, readChanges, writePatch } from '../../../core/theme-changes/theme-patch.ts'
import { tryChange } from '../../../core/theme-changes/try-change.ts'
import { editLookFile } from '../../../core/theme-editor/edit-look-file.ts'
import { maybeLookFile } from '../../../core/theme-editor/look-files.ts'

const foot = 'partials/site-footer.hbs'
const css = 'assets/css/entry.css'
const german = 'locales/de.json'

function textOf({ site }: Club, path: string): string {
  return maybeLookFile(site, site.look.current.look, path)!.text
}

/** Puts a change of the theme to the members, as this one of them. */
function propose(club: Club, index: number, message: string, patch: string) {
  const sponsors = club.members.map(({ id }) => id)
  return publishProposal(club.site, club.members[index]!, {
    title: message,
    action: 'look.change-files',
    input: { message, patch },
    sponsors,
  })
}

t.test('members change files in drafts of their own, and propose what differs', async t => {
  const club = await makeClub(t, 2)
  const { site, members } = club
  const [ann, bob] = members as [(typeof members)[0], (typeof members)[0]]
  await t.rejects(editLookFile(site, { kind: 'visitor', scopes: [] }, { path: foot, text: 'x' }), { code: 'forbidden' })
  t.equal(await maybeOwnChange(site, bob), undefined)
  const before = textOf(club, foot)
  await editLookFile(site, bob, { path: foot, text: before.replace('<footer', '<p>By the river.</p><footer') })
  await editLookFile(site, bob, { path: css, text: `${textOf(club, css)}.entry { outline: 0 }\n` })
  await editLookFile(site, bob, { path: german, text: '{"Home": "Daheim"}' })
  await t.rejects(editLookFile(site, bob, { path: foot, text: '{{nothing x}}' }), {
    problems: { text: /there is no helper "nothing". \(line 1\)/ },
  } as never)
  const own = await maybeOwnChange(site, bob)
  t.same(own?.conflicts, [])
  t.same(
    readChanges(own!.patch).map(({ path }) => path),
    [css, german, foot],
  )
  t.notMatch(await club.browsers[0]!.get('/').then(({ text }) => text), /By the river/)

  const { id, decides } = await propose(club, 1, 'A line about the river\n\nIt was missing.', own!.patch)
  t.equal(decides, 'silence', 'the charter says so')
  await club.wait(0)
  await club.wait(3)
  t.equal((await findProposal(site.db, id)).state, 'executed')
  const guest = new Browser(club.url)
  t.match((await guest.get('/')).text, /<p>By the river\.<\/p><footer/)
  t.match(await site.db('looks').where({ proposalId: id }).first(), {
    summary: 'A line about the river',
    authorId: bob.id,
    publishedBy: null,
  })
  t.match((await guest.get('/themes/history')).text, /A line about the river[\s\S]*>bob</i)
  const version = await guest.get('/themes/history/1')
  t.match(version.text, /It was missing\.[\s\S]*entry\.css[\s\S]*de\.json[\s\S]*Daheim[\s\S]*By the river/)
  t.notMatch(version.text, /Go back to this version/)
  t.match((await guest.get('/themes/history.atom')).text, /<title>A line about the river<\/title>[\s\S]*<name>bob<\/name>/i)
  t.equal((await guest.get('/themes/history/9')).status, 404)

  await changeLookFiles(site, ann, { message: 'No line', patch: writePatch([{ path: foot, before: textOf(club, foot), after: before }]) })
  t.notMatch((await guest.get('/')).text, /By the river/)
  t.match((await club.browsers[0]!.get('/themes/history/1')).text, /Go back to this version/)
  t.match((await club.browsers[1]!.get('/themes/history/1')).text, /look\.restore&amp;version|Propose to go back/)
  await t.rejects(changeLookFiles(site, bob, { message: 'Mine', patch: own!.patch }), { code: 'forbidden' })
})

t.test('what others changed elsewhere in the file stays, and what they changed in the same place is said', async t => {
  const club = await makeClub(t, 3)
  const { site, members } = club
  const base = textOf(club, css)
  const lines = base.split('\n')
  const top = [`/* ${'top'} */`, ...lines].join('\n')
  const end = `${base}.entry { outline: 0 }\n`
  const first = await propose(club, 0, 'At the end', writePatch([{ path: css, before: base, after: end }]))
  const second = await propose(club, 1, 'At the top', writePatch([{ path: css, before: base, after: top }]))
  const third = await propose(club, 2, 'At the end too', writePatch([{ path: css, before: base, after: `${base}.entry { color: red }\n` }]))
  await club.wait(0)
  await editLookFile(site, members[1]!, { path: css, text: `${base}.entry { color: teal }\n` })
  await club.wait(3)
  t.equal((await findProposal(site.db, first.id)).state, 'executed')
  t.match(await findProposal(site.db, second.id), { state: 'executed' })
  t.equal(textOf(club, css), `/* top */\n${end}`)
  t.match(await findProposal(site.db, third.id), { state: 'void', stateReason: /entry\.css has been changed since, in the same place/ })
  t.match(await maybeOwnChange(site, members[1]!), { conflicts: [css] })
  await renewOwnChange(site, members[1]!)
  const renewed = await maybeOwnChange(site, members[1]!)
  t.match(renewed, { conflicts: [], patch: /-\.entry \{ outline: 0 \}\n\+\.entry \{ color: teal \}/ }, 'what it would take back is seen')

  const own = await propose(
    club,
    1,
    'Teal',
    writePatch([{ path: css, before: textOf(club, css), after: `${textOf(club, css)}a { color: teal }\n` }]),
  )
  await t.rejects(resumeProposal(site, members[0]!, own.id), { code: 'forbidden' })
  await resumeProposal(site, members[1]!, own.id)
  t.match(await maybeOwnChange(site, members[1]!), { patch: /\+a \{ color: teal \}/, draft: { amends: own.id } })
})

t.test('what somebody else wrote is tried by one member, in nobody’s name', async t => {
  const club = await makeClub(t, 2)
  const { site, members, browsers } = club
  const [ann, bob] = browsers as [Browser, Browser]
  const patch = writePatch([
    { path: 'groups.hbs', before: textOf(club, 'groups.hbs'), after: '{{#> layout}}<p>Mine {{me.handle}}</p>{{/layout}}\n' },
  ])
  const { id } = await propose(club, 0, 'Another list of groups', patch)
  await bob.get(`/governance/proposals/${id}`)
  const tried = await bob.post('/themes/trials', { proposal: id, to: '/groups' })
  t.equal(tried.location, '/groups')
  const seen = await bob.get('/groups')
  t.match(seen.text, /<p>Mine <\/p>/)
  t.match(seen.text, /You try out what was proposed/)
  t.match(seen.headers['content-security-policy'], /; sandbox$/)
  t.equal((await bob.get('/settings/profile')).status, 302, 'as a visitor')
  const row = await site.db('look_drafts').where({ triedBy: members[1]!.id }).first('id')
  await ann.get(`/previews/${previewCode(site, row.id)}`)
  t.notMatch((await ann.get('/groups')).text, /Mine/, 'the link is nobody else’s')
  await bob.get('/previews/end')
  t.notMatch((await bob.get('/groups')).text, /Mine/)
  await t.rejects(tryChange(site, { kind: 'visitor', scopes: [] }, { proposal: id }), { code: 'forbidden' })
  await t.rejects(tryChange(site, members[1]!, { patch: 'nonsense' }), { code: 'invalid' })

  // Styles of a member who does not look after the site cannot dress up what others do either.
  await editLookFile(site, members[1]!, { path: css, text: `${textOf(club, css)}.entry { outline: 0 }\n` })
  const own = await maybeOwnChange(site, members[1]!)
  await ann.get(`/previews/${previewCode(site, own!.draft.id)}`)
  t.match((await ann.get('/')).headers['content-security-policy'], /; sandbox$/)
})

t.test('somebody objects, and then it takes a vote', async t => {
  const club = await makeClub(t, 4)
  const { site, members } = club
  const patch = writePatch([{ path: css, before: textOf(club, css), after: `${textOf(club, css)}.entry { outline: 0 }\n` }])
  const { id, rules } = await propose(club, 0, 'No outline', patch)
  await club.wait(0)
  await objectToProposal(site, members[3]!, { proposalId: id })
  await club.wait(3)
  t.match(await findProposal(site.db, id), { state: 'published', decides: 'ballot' })
  await site.db.transaction(trx => trx('proposals').where({ id }).update({ decides: 'silence', dueAt: club.now().toISOString() }))
  await club.wait(0)
  t.match(await findProposal(site.db, id), { state: 'void', stateReason: /Somebody objected/ }, 'also when the row was forged')
  const again = await propose(club, 0, 'No outline at all', patch)
  await club.wait(0)
  await objectToProposal(site, members[3]!, { proposalId: again.id })
  await club.wait(rules.discussionDays)
  for (const member of members) await castBallot(site, member, { proposalId: again.id, choice: 'yes' })
  await club.wait(rules.votingDays)
  await club.wait(rules.lockDays)
  t.match(await findProposal(site.db, again.id), { state: 'executed' })
})

t.test('patches that no theme may have', async t => {
  const { site, members } = await makeClub(t, 1)
  const { look } = site.look.current
  const patchOf = (path: string, before: string, after: string) => writePatch([{ path, before, after }])
  for (const [patch, reason] of [
    ['', /changes nothing/],
    ['--- a/x\n+++ b/x\n@@ -1,2 +1,1 @@\n broken', /no patch that can be read/],
    [patchOf('../../etc/passwd', '', 'x\n'), /no file of a theme/],
    [patchOf('assets/../../x.css', '', 'x\n'), /no file of a theme/],
    [patchOf('assets/css/nowhere.css', '', 'a{}\n'), /has no file/],
    [patchOf('assets/js/site.js', 'a\n', 'b\n'), /no file of a theme/],
    [patchOf('wide.hbs', '', '{{x}}\n'.repeat(20_000)), /64000 are allowed/],
  ] as const)
    t.throws(() => patchLook(site, look, patch), { code: 'invalid', problems: { patch: reason } }, String(reason))
  const script = patchOf('extra.hbs', '', '<script>alert(1)</script>\n')
  await t.rejects(changeLookFiles(site, members[0]!, { message: 'Scripts', patch: script }), {
    problems: { patch: /Scripts inside of templates/ },
  } as never)
  t.throws(() => patchLook(site, look, patchOf('home.hbs', 'not there\n', 'x\n')), { code: 'conflict' })
  const draft = await saveDraft(site, members[0]!, before => ({ ...before, palette: 'clay' }))
  await publishLook(site, members[0]!, { draft: draft.id })
  t.match(await site.db('looks').first('authorId'), { authorId: members[0]!.id })
})

t.test('texts that have little in common are replaced as a whole, which costs little to find out', async t => {
  const club = await makeClub(t, 1)
  const before = textOf(club, css)
  const after = `/*${'\nx'.repeat(5000)}\n*/\n${before.replaceAll('{', '{ /* y */')}`
  const patch = writePatch([{ path: css, before, after }])
  t.notMatch(patch, /^ /m)
  t.equal(patchLook(club.site, club.site.look.current.look, patch).files[css], after)
  t.match(writePatch([{ path: css, before: '', after }]), /^--- \/dev\/null\n/)
})
