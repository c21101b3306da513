import t from 'tap'
import { makeClub } from '../../core/testing/make-club.ts'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { barriersOf } from './barriers-of.ts'
import { openBrowser, openPage, openWindow, signInWindow } from './open-browser.ts'

const words = 'We keep what you write until you remove it.\n\nNobody sells it, and nobody reads along. We ask you before this changes.'

if (suiteNeeds(t, 'chromium')) {
  t.test('a change of the privacy policy: proposed, discussed, voted about, waiting, live', async t => {
    const club = await makeClub(t, 5)
    const browser = await openBrowser(t)
    const windows = await Promise.all(club.members.map(() => openWindow(browser, club.url)))
    const pages = await Promise.all(windows.map(openPage))
    const signIn = async (): Promise<void> => {
      for (const [index, window] of windows.entries()) await signInWindow(window, club.site, club.url, club.members[index]!)
    }
    await signIn()
    const wait = async (days: number): Promise<void> => {
      await club.wait(days)
      await signIn()
    }
    const [ann, bob] = [pages[0]!.page, pages[1]!.page]

    await ann.goto('/governance')
    t.same(await barriersOf(ann, 'governance-quiet'), [])
    await ann.getByRole('main').getByRole('link', { name: 'Propose a change' }).click()
    t.same(await barriersOf(ann, 'propose-choose'), [])
    await ann.getByRole('link', { name: 'The privacy policy' }).click()
    t.same(await barriersOf(ann, 'propose'), [])
    await ann.getByLabel('Your proposal in a few words').fill('A privacy policy that people read')
    await ann.getByLabel('The whole text').fill(words)
    await ann.getByLabel('Why it should be so').fill('The one we have is too long. Three sentences say the same.')
    await ann.getByRole('button', { name: 'See what it would change' }).click()
    t.same(await barriersOf(ann, 'draft'), [])

    for (const { page } of pages.slice(1, 4)) {
      await page.goto(ann.url())
      if (await page.getByRole('button', { name: 'I want this to be voted about' }).isVisible())
        await page.getByRole('button', { name: 'I want this to be voted about' }).click()
    }
    await ann.reload()
    await ann.getByRole('button', { name: 'Put it to the members' }).click()
    await ann.getByText('It is put to the members').waitFor()
    const address = ann.url()
    await wait(0)
    for (const { page } of pages) {
      await page.goto('/notifications')
      t.ok(await page.getByText('Proposed, to be discussed until').isVisible(), 'everybody is told before')
    }
    await bob.goto(address)
    await bob.getByLabel('What do you think?').fill('What about the backups? They keep it for a while.')
    await bob.getByRole('button', { name: 'Say it' }).click()
    await bob.getByText('What about the backups').waitFor()
    t.same(await barriersOf(bob, 'discussion'), [])

    await wait(14)
    for (const [index, { page }] of pages.entries()) {
      await page.goto(address)
      await page.getByLabel(index === 4 ? 'No, keep it as it is' : 'Yes', { exact: true }).check()
      await page.getByRole('button', { name: 'Vote', exact: true }).click()
      await page.getByText('Its tag, which nobody but you knows').waitFor()
    }
    t.same(await barriersOf(ann, 'vote'), [])
    await ann.goto('/governance')
    t.same(await barriersOf(ann, 'governance-vote'), [])

    await wait(14)
    await ann.goto(address)
    await ann.getByText('4 yes, 1 no, 0 abstained').waitFor()
    t.same(await barriersOf(ann, 'result'), [])
    await ann.goto('/privacy')
    t.notOk(await ann.getByText('nobody reads along').isVisible(), 'not before its day')

    await wait(14)
    await ann.goto('/privacy')
    t.ok(await ann.getByText('nobody reads along').isVisible(), 'live')
    t.same(await barriersOf(ann, 'privacy'), [])
    await ann.goto(address)
    t.same(await barriersOf(ann, 'done'), [])
    await ann.goto('/governance/charter')
    t.same(await barriersOf(ann, 'charter'), [])
    await ann.goto('/admin/lock')
    t.same(await barriersOf(ann, 'panel'), [])
    for (const { problems } of pages) t.same(problems(), [])
  })
}
