import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t from 'tap'
import { makeEntry } from '../../core/testing/make-entry.ts'
import { makeMember } from '../../core/testing/make-member.ts'
import { makeServedSite } from '../../core/testing/make-site.ts'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { findBarriers, openBrowser, openPage, openWindow, overflowOf, signInWindow } from './open-browser.ts'

if (suiteNeeds(t, 'chromium')) {
  const { site, url } = await makeServedSite(t)
  const chromium = await openBrowser(t)
  const person = async (handle: string, role = 'member', width = 1280) => {
    const member = await makeMember(site, handle, { role })
    const createdAt = new Date(Date.now() - 100 * 86_400_000).toISOString()
    await site.db.transaction(trx => trx('members').where({ id: member.id }).update({ createdAt }))
    const window = await openWindow(chromium, url, { width })
    await signInWindow(window, site, url, member)
    return { member, ...(await openPage(window)) }
  }
  const check = async (t: Pick<typeof import('tap').t, 'same' | 'equal'>, page: Page, name: string): Promise<void> => {
    t.same(await findBarriers(page), [], `axe: ${name}`)
    t.equal(await overflowOf(page), 0, `${name} is not wider than the window`)
    const { SHOTS } = process.env
    if (!SHOTS) return
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: join(SHOTS, `${name}-dark.png`), fullPage: true })
    await page.emulateMedia({ colorScheme: 'light' })
  }

  t.test('report, case, decision, statement, objection, jury, and back, as five members and a moderator', async t => {
    const [ann, bob, mod] = [await person('ann'), await person('bob', 'member', 390), await person('mod', 'moderator')]
    const jurors = [await person('jo'), await person('kim', 'member', 390), await person('lee')]
    const entry = await makeEntry(site, ann.member, 'Buy my cheap watches')
    const attachments = JSON.stringify([{ kind: 'image', url: site.themes.assetUrl('favicon.svg'), width: 300, height: 200 }])
    await site.db.transaction(trx => trx('entries').where({ id: entry.id }).update({ attachments }))

    await bob.page.goto('/ann')
    await bob.page.locator('.entry').getByRole('link', { name: 'Report' }).click()
    await check(t, bob.page, 'report-390')
    await bob.page.getByRole('radio', { name: /No flooding/ }).check()
    await bob.page.getByLabel('What the moderators should know').fill('Advertising')
    await bob.page.getByRole('button', { name: 'Send the report' }).click()
    await bob.page.getByText('Waits for a moderator.').waitFor()
    await check(t, bob.page, 'reports-390')

    await mod.page.goto('/admin')
    await mod.page.getByRole('link', { name: 'Cases', exact: true }).click()
    await mod.page.waitForURL(/plugin-page/)
    await mod.page.waitForLoadState('load')
    await mod.page.keyboard.press('j')
    await mod.page.getByRole('heading', { name: 'Entry of @ann' }).waitFor()
    await check(t, mod.page, 'queue')
    const veil = () => mod.page.evaluate<string>("getComputedStyle(document.querySelector('.pictures img')).filter")
    t.match(await veil(), 'blur', 'pictures are blurred')
    await mod.page.keyboard.press('v')
    t.equal(await veil(), 'none', 'until a key shows them')
    await mod.page.keyboard.press('v')
    await mod.page.keyboard.press('c')
    await mod.page.getByRole('button', { name: 'Leave it to others' }).waitFor()
    await mod.page.keyboard.press('r')
    await mod.page.getByLabel('Reason, which the member reads').fill('This advertises.')
    await report({ id: entry.id }, 'another-plugin')
    await mod.page.keyboard.press('Control+Enter')
    await mod.page.getByRole('alert').getByText('has changed since you opened it').waitFor()
    t.match(mod.problems(), [/422.*\/decisions$/], 'the refusal, and nothing else')
    await mod.page.getByRole('button', { name: 'Look at it again' }).click()
    await mod.page.getByText('another-plugin').waitFor()
    t.equal(await mod.page.getByLabel('Reason, which the member reads').inputValue(), 'This advertises.', 'what was written stays')
    await mod.page.getByText('Keep this for the next time').click()
    await mod.page.locator('[data-decide]').getByLabel('Title').fill('Advertising')
    await mod.page.getByRole('checkbox', { name: /^Remove it/ }).check()
    await mod.page.getByRole('button', { name: 'Keep reason, rule and steps' }).click()
    await mod.page.getByText('Kept for the next time.').waitFor()
    await mod.page.keyboard.press('Control+Enter')
    await mod.page.getByText('Nothing is left on this page.').waitFor()
    await mod.page.reload()
    await mod.page.getByText('Saved answers').click()
    await mod.page.locator('dt', { hasText: 'Advertising' }).waitFor()

    for (const { page } of jurors) {
      await page.goto('/moderation/juries')
      await page.getByRole('button', { name: 'I am ready to be drawn' }).click()
      await page.getByText('You are ready to be drawn').waitFor()
    }
    await check(t, jurors[0]!.page, 'juries')

    await ann.page.goto('/notifications')
    await ann.page.getByText('A moderator decided about something of yours').first().click()
    await ann.page.getByText('It was removed from the site.').waitFor()
    await check(t, ann.page, 'statement')
    await ann.page.getByLabel('Why it should be decided differently').fill('I give them away.')
    await ann.page.getByRole('radio', { name: /A jury of members/ }).check()
    await ann.page.getByRole('button', { name: 'Object' }).click()
    await ann.page.getByText('A jury of members drawn by lot decides until').waitFor()

    for (const { page } of jurors.slice(0, 2)) {
      await page.goto('/moderation/juries')
      await page.getByRole('link', { name: /Your vote is asked for/ }).click()
      await check(t, page, `jury-${page.viewportSize()?.width}`)
      await page.getByRole('radio', { name: 'It is taken back' }).check()
      await page.getByLabel('Why you think so').fill('Giving away is no advertising.')
      await page.getByRole('button', { name: 'Vote' }).click()
      await page.getByText('Your vote counts.').waitFor()
    }

    await bob.page.goto('/ann')
    await bob.page.getByText('Buy my cheap watches').waitFor()
    await ann.page.reload()
    await ann.page.getByText('everything is as it was').waitFor()
    await check(t, ann.page, 'statement-reversed')
    for (const place of ['/moderation/log', '/transparency', '/moderation/standing']) {
      await bob.page.goto(place)
      await check(t, bob.page, `${place.slice(1).replace('/', '-')}-390`)
      await ann.page.goto(place)
      await check(t, ann.page, place.slice(1).replace('/', '-'))
    }
    for (const { problems } of [ann, bob, mod, ...jurors]) t.same(problems(), [], 'no page complained')
  })

  t.test('two hundred cases by keyboard and in bulk, without a page per case', async t => {
    const [dan, eve, max] = [await person('dan'), await person('eve'), await person('max', 'moderator')]
    for (let made = 0; made < 200; made++) await report(await makeEntry(site, dan.member, `Entry no. ${made}`), eve.member.id)
    await max.page.goto('/admin/plugin-page?plugin=moderation&page=queue')
    await check(t, max.page, 'queue-full')
    let loads = 0
    max.page.on('framenavigated', () => loads++)
    for (let kept = 0; kept < 50; kept++) {
      if (kept === 0) await max.page.keyboard.press('j')
      const open = max.page.locator('[data-open]')
      const id = await max.page.locator('.case-row.here').getAttribute('data-case')
      await max.page.locator(`[data-open="${id}"]`).waitFor()
      t.ok(await open.count())
      await max.page.keyboard.press('a')
      await max.page.locator(`.case-row[data-case="${id}"]`).waitFor({ state: 'detached' })
    }
    t.equal(loads, 0, 'fifty cases without leaving the page')
    for (let page = 0; page < 3; page++) {
      await max.page.goto('/admin/plugin-page?plugin=moderation&page=queue')
      for (const box of await max.page.locator('.case-row input').all()) await box.check()
      await max.page.getByRole('button', { name: 'Keep', exact: true }).click()
      await max.page.getByRole('status').waitFor()
      t.match(await max.page.getByRole('status').textContent(), /50 decided/)
    }
    t.ok((await max.page.locator('.case-row').count()) <= 1, 'none of them waits any more')
    t.equal(Number((await site.db('moderation_decisions').where({ outcome: 'kept' }).count({ n: '*' }))[0]?.n), 200)
    t.same(max.problems(), [])
  })

  /** As a plugin that finds something says so. */
  async function report({ id }: { id: string }, memberId: string): Promise<void> {
    const { thing } = site.registry.provided.get('moderation')!
    await (thing as { point(subject: object, signal: object): Promise<string> }).point(
      { kind: 'entry', id },
      { source: memberId, reason: 'Look', kind: 'report' },
    )
  }
}
