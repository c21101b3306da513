import t from 'tap'
import { listAudit } from '../../../core/actions/audit-log.ts'
import { undoAction } from '../../../core/actions/undo-action.ts'
import { system } from '../../../core/actor.ts'
import { activateTheme } from '../../../core/looks/activate-theme.ts'
import { maybeOwnDraft } from '../../../core/looks/draft.ts'
import { publishLook } from '../../../core/looks/publish-look.ts'
import { restoreLook } from '../../../core/looks/restore-look.ts'
import { renewDraft, saveDraft } from '../../../core/looks/save-draft.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

const refusal = (problems: Record<string, RegExp>) => ({ code: 'invalid', problems }) as never

t.test('a look is tried out, published, gone back from, and the audit log knows', async t => {
  const { site, url } = await makeServedSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const page = async (): Promise<string> => (await new Browser(url).get('/')).text
  t.notMatch(await page(), '/assets/looks/', 'the look as delivered costs nothing')

  const draft = await saveDraft(site, rita, look => ({ ...look, palette: 'moss', density: 'dense', css: '.entry { color: teal }' }))
  t.notMatch(await page(), '/assets/looks/', 'nobody else sees a draft')
  const rehearsed = await publishLook(site, rita, { draft: draft.id }, { dryRun: true })
  t.match(
    rehearsed.changes.map(change => change.path),
    ['look.version', 'look.palette', 'look.density', 'look.css'],
  )
  const published = await publishLook(site, rita, { draft: draft.id })
  t.match(published.summary, '3 things changed')
  t.equal(await maybeOwnDraft(site, rita), undefined)

  const text = await page()
  const address = /href="(\/assets\/looks\/[0-9a-f-]{36}\/[0-9a-f]{16}\.css)"/.exec(text)?.[1] ?? ''
  const sheet = await new Browser(url).get(address)
  t.match(sheet, { status: 200, headers: { 'content-type': /text\/css/, 'cache-control': /immutable/ } })
  t.match(sheet.text, '--accent: light-dark(oklch(0.44 0.1 148), oklch(0.82 0.11 138));')
  t.match(sheet.text, /--gap-3: 0\.6rem;[\s\S]*\.entry \{ color: teal \}/)
  t.match(text, /theme-color" media="\(prefers-color-scheme: light\)" content="#[0-9a-f]{6}"/)
  t.equal((await new Browser(url).get(address.replace(/[0-9a-f]{16}/, '0123456789abcdef'))).status, 404)

  await undoAction(site, rita, { id: published.auditId! })
  t.notMatch(await page(), '/assets/looks/')
  t.equal((await new Browser(url).get(address)).status, 200, 'a page that is still open keeps its stylesheet')
  const { id } = await site.db('looks').first('id')
  await restoreLook(site, rita, { version: id })
  t.match(await page(), address)
  t.same(
    (await listAudit(site, system)).map(row => row.action),
    ['look.restore', 'look.restore', 'look.publish'],
  )
})

t.test('another process follows', async t => {
  const { site, refresh } = await makeServedSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await saveDraft(site, rita, look => ({ ...look, palette: 'plum' }))
  // What another process would leave behind: rows, and a counter.
  const draft = await maybeOwnDraft(site, rita)
  const elsewhere = { ...site, refresh: async () => {}, within: (trx: never) => site.within(trx) }
  await publishLook(elsewhere as typeof site, rita, { draft: draft!.id })
  t.equal(site.look.current.look.palette, '')
  await refresh()
  t.equal(site.look.current.look.palette, 'plum')
})

t.test('who may not is refused, and so is what cannot be read', async t => {
  const site = await makeSite(t)
  const [rita, mia] = [await makeMember(site, 'rita', { role: 'admin' }), await makeMember(site, 'mia', { role: 'moderator' })]
  const draft = await saveDraft(site, rita, look => ({
    ...look,
    palette: 'own',
    colours: undefined,
    css: '@import "https://evil.example/x.css";',
  }))
  await t.rejects(
    saveDraft(site, mia, look => look),
    { code: 'forbidden' },
  )
  await t.rejects(publishLook(site, mia, { draft: draft.id }), { code: 'forbidden' })
  await t.rejects(restoreLook(site, mia, {}), { code: 'forbidden' })
  await t.rejects(activateTheme(site, mia, { name: 'default' }), { code: 'forbidden' })
  await t.rejects(publishLook(site, rita, { draft: draft.id }), refusal({ css: /@import/, palette: /no such palette/ }))
  await t.rejects(publishLook(site, rita, { draft: 'nowhere' }), { code: 'not-found' })
  await t.rejects(restoreLook(site, rita, { version: 'nowhere' }), { code: 'not-found' })
  await t.rejects(activateTheme(site, rita, { name: 'nowhere' }), { code: 'not-found' })
  t.same(await listAudit(site, system), [])

  const side = { paper: '#ffffff', ink: '#111111', quiet: '#555555', line: '#dddddd', accent: '#ffcc00', danger: '#aa2222' }
  await saveDraft(site, rita, look => ({ ...look, css: '', colours: { light: side, dark: side } }))
  await t.rejects(publishLook(site, rita, { draft: draft.id }), refusal({ palette: /contrast of links .* should be at least 4\.5/ }))
})

t.test('of two drafts that began together the second is brought up to date first', async t => {
  const site = await makeSite(t)
  const [rita, ron] = [await makeMember(site, 'rita', { role: 'admin' }), await makeMember(site, 'ron', { role: 'admin' })]
  const first = await saveDraft(site, rita, look => ({ ...look, palette: 'clay', density: 'airy' }))
  const second = await saveDraft(site, ron, look => ({
    ...look,
    density: 'dense',
    files: { 'partials/empty.hbs': '<p>{{title}}</p>' },
  }))
  await publishLook(site, rita, { draft: first.id })
  await t.rejects(publishLook(site, ron, { draft: second.id }), { code: 'conflict' })
  t.match((await renewDraft(site, ron)).look, {
    palette: 'clay',
    density: 'dense',
    files: { 'partials/empty.hbs': '<p>{{title}}</p>' },
  })
  await publishLook(site, ron, { draft: second.id })
  t.match(site.look.current.look, { palette: 'clay', density: 'dense' })
  t.match(await site.db('looks').orderBy('number').select('number', 'summary'), [
    { number: 1, summary: 'Colours, density' },
    { number: 2, summary: 'Density, templates' },
  ])
})
