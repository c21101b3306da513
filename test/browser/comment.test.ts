import t from 'tap'
import { publishComment } from '../../core/comments/publish-comment.ts'
import { makeEntry } from '../../core/testing/make-entry.ts'
import { makeMember } from '../../core/testing/make-member.ts'
import { makeServedSite } from '../../core/testing/make-site.ts'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { openBrowser, openPage, openWindow, signInWindow } from './open-browser.ts'

if (suiteNeeds(t, 'chromium')) {
  t.test('on the page of an entry a comment appears below the others, and the form is empty again', async t => {
    const { site, url } = await makeServedSite(t)
    const ann = await makeMember(site, 'ann')
    const entry = await makeEntry(site, ann, 'Low water')
    for (let n = 1; n <= 5; n++) await publishComment(site, ann, { entry: entry.id, body: `Number ${n}` })
    const context = await openWindow(await openBrowser(t), url)
    await signInWindow(context, site, url, await makeMember(site, 'bob'))
    const { page, problems } = await openPage(context)
    await page.goto(`/ann/${entry.shortId}`)
    const field = page.getByRole('textbox', { name: 'Your comment' })
    await field.fill('Quite so')
    await page.getByRole('button', { name: 'Comment', exact: true }).click()
    await page.locator('.comment', { hasText: 'Quite so' }).waitFor()
    t.equal(await page.locator('.comment').count(), 6, 'the thread stays open')
    t.equal(await page.locator('article').count(), 1)
    t.equal(await field.inputValue(), '')
    await page.reload()
    t.equal(await field.inputValue(), '', 'and there is no draft of it')
    t.same(problems(), [])
  })

  t.test('removing and hiding an entry is undone in place', async t => {
    const { site, url } = await makeServedSite(t)
    const ann = await makeMember(site, 'ann')
    await makeEntry(site, ann, 'Low water')
    const context = await openWindow(await openBrowser(t), url)
    await signInWindow(context, site, url, ann)
    const { page, problems } = await openPage(context)
    await page.goto('/')
    const text = page.getByText('Low water')
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('You removed this entry.').waitFor()
    t.equal(await text.count(), 0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await text.waitFor()
    await page.getByRole('button', { name: 'Hide' }).click()
    await page.getByText('You hid an entry of').waitFor()
    await page.getByRole('button', { name: 'Show it again' }).click()
    await text.waitFor()
    t.same(problems(), [])
  })
}
