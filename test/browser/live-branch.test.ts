import t from 'tap'
import { makeClub } from '../../core/testing/make-club.ts'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { barriersOf } from './barriers-of.ts'
import { openBrowser, openPage, openWindow, signInWindow } from './open-browser.ts'

if (suiteNeeds(t, 'chromium')) {
  t.test('a change of the theme: written in the browser, tried, proposed, live, and back', async t => {
    const club = await makeClub(t, 2)
    const browser = await openBrowser(t)
    const windows = await Promise.all(club.members.map(() => openWindow(browser, club.url)))
    const [{ page: rita, problems: first }, { page: ann, problems }] = (await Promise.all(windows.map(openPage))) as [
      Awaited<ReturnType<typeof openPage>>,
      Awaited<ReturnType<typeof openPage>>,
    ]
    const wait = async (days: number): Promise<void> => {
      await club.wait(days)
      for (const [index, window] of windows.entries()) await signInWindow(window, club.site, club.url, club.members[index]!)
    }
    await wait(0)

    await ann.goto('/groups')
    await ann.getByRole('contentinfo').getByRole('link', { name: 'Change this page' }).click()
    await ann.getByText('the page itself').waitFor()
    await ann.getByRole('link', { name: 'partials/site-footer.hbs' }).click()
    const editor = ann.locator('.cm-content')
    await editor.waitFor()
    const text = await ann.locator('textarea[name=text]').inputValue()
    await editor.fill('{{nonsense x}}')
    await ann.getByRole('button', { name: 'Check and keep' }).click()
    await ann.getByText('there is no helper "nonsense"').waitFor()
    await ann.locator('.cm-content').fill(text.replace('<footer class="site-footer">', '<footer class="site-footer"><p>By the river.</p>'))
    await ann.getByRole('button', { name: 'Check and keep' }).click()
    await ann.getByText('Nobody else sees it yet').waitFor()
    await ann.getByRole('link', { name: 'See it on the site' }).first().click()
    await ann.getByText('By the river.').waitFor()
    await ann.getByRole('link', { name: 'Leave' }).click()
    t.notOk(await ann.getByText('By the river.').isVisible())

    await ann.goto('/themes/change')
    t.same(await barriersOf(ann, 'theme-change'), [])
    await ann.getByLabel('Your proposal in a few words').fill('A line about the river')
    await ann.getByLabel('What is different, and why').fill('A line about the river\n\nSo that nobody forgets where we are.')
    await ann.getByRole('button', { name: 'Go on' }).click()
    await ann.getByText('What it would change').waitFor()
    await ann.getByRole('button', { name: 'Put it to the members' }).click()
    await ann.getByText('Happens unless somebody objects').first().waitFor()
    await wait(0)

    await rita.goto(ann.url())
    t.same(await barriersOf(rita, 'theme-proposal'), [])
    await rita.getByRole('button', { name: 'Try it, only for me' }).click()
    await rita.getByText('You try out what was proposed').waitFor()
    t.ok(await rita.getByText('By the river.').isVisible())
    t.ok(await rita.getByRole('link', { name: 'Sign in' }).first().isVisible(), 'in nobody’s name')
    await rita.getByRole('link', { name: 'Leave' }).click()
    await rita.goto('/governance')
    // Its scripts are refused, and the browser says so.
    first()

    await wait(3)
    await rita.goto('/')
    t.ok(await rita.getByText('By the river.').isVisible(), 'live')
    await rita.goto('/themes/history')
    await rita.getByRole('link', { name: 'A line about the river' }).click()
    t.same(await barriersOf(rita, 'theme-version'), [])
    await rita.goto('/admin/looks')
    await rita.getByRole('button', { name: 'Go back to this' }).click()
    await rita.getByText('The site looks as it was delivered').waitFor()
    await ann.goto('/')
    t.notOk(await ann.getByText('By the river.').isVisible(), 'back in one click')

    await ann.goto('/wishes/new')
    await ann.getByLabel('What do you miss?').fill('Groups with a calendar')
    await ann.getByRole('button', { name: 'Make this wish' }).click()
    await ann.getByLabel('A patch').setInputFiles({
      name: '0001-calendar.patch',
      mimeType: 'text/plain',
      buffer: Buffer.from('--- a/core/groups/group.ts\n+++ b/core/groups/group.ts\n@@ -1,2 +1,3 @@\n one\n+a calendar\n two\n'),
    })
    await ann.getByRole('button', { name: 'Say it' }).click()
    await ann.getByText('0001-calendar.patch').click()
    t.same(await barriersOf(ann, 'wish'), [])
    await rita.goto('/wishes')
    await rita.getByRole('button', { name: /want this/ }).click()
    await rita.getByText('You want this too.').waitFor()
    t.same([...first(), ...problems()], [])
  })
}
