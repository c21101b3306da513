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
    const window = await openWindow(chromium, url, { width })
    await signInWindow(window, site, url, member)
    return { member, ...(await openPage(window)) }
  }
  const check = async (t: Pick<typeof import('tap').t, 'same' | 'equal'>, page: Page, name: string): Promise<void> => {
    t.same(await findBarriers(page), [], `axe: ${name}`)
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 })
      t.equal(await overflowOf(page), 0, `${name} is not wider than ${width} px`)
      const { SHOTS } = process.env
      for (const colorScheme of SHOTS ? (['light', 'dark'] as const) : []) {
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: join(SHOTS ?? '', `${name}-${width}-${colorScheme}.png`), fullPage: true })
      }
      await page.emulateMedia({ colorScheme: 'light' })
    }
    await page.setViewportSize({ width: 1280, height: 900 })
  }

  t.test('a rule from the form to the hit, its trial, the spam filter, raid mode, and what members read of it', async t => {
    const [ann, bob, mod] = [await person('ann'), await person('bob'), await person('mod', 'moderator')]
    await makeEntry(site, ann.member, 'The best casino in town, come and win')
    await makeEntry(site, bob.member, 'Fresh bread, every day')
    const talk = await makeEntry(site, ann.member, 'What do you think?')

    await mod.page.goto('/admin/plugin-page?plugin=moderation&page=rules')
    await check(t, mod.page, 'rules-empty')
    await mod.page.getByRole('link', { name: 'Make a rule' }).click()
    await mod.page.getByLabel('Name of the rule').fill('Gambling')
    await mod.page.getByLabel('Any of these words').fill('casino\nbet*')
    await mod.page.getByLabel('What it does').selectOption({ label: 'Holds it until a moderator has read it' })
    await mod.page.getByLabel('State').selectOption({ label: 'On' })
    await check(t, mod.page, 'rule-form')
    await mod.page.getByRole('button', { name: 'Make the rule' }).click()
    await mod.page.getByText('Say why. The reason stands in the moderation log.').waitFor()
    await mod.page.getByLabel('Why', { exact: true }).last().fill('We had a wave of it')
    await mod.page.getByRole('button', { name: 'Make the rule' }).click()
    await mod.page.getByText('The rule is made.').waitFor()

    await bob.page.goto(`/e/${talk.shortId}`)
    await bob.page.getByLabel('Your comment').fill('Better bet on it')
    await bob.page.getByRole('button', { name: 'Comment' }).click()
    await bob.page.getByText('Only you see this until').waitFor()
    await check(t, bob.page, 'held-comment')

    await mod.page.goto('/admin/plugin-page?plugin=moderation&page=rules&rule=Gambling')
    await mod.page.getByRole('button', { name: 'Try it' }).click()
    await mod.page.getByText('It is being tried.').first().waitFor()
    await site.jobs.drained()
    await mod.page.goto('/admin/plugin-page?plugin=moderation&page=rules&rule=Gambling')
    await mod.page.getByText('The best casino in town').waitFor()
    await check(t, mod.page, 'rule')
    await mod.page.goto('/admin/plugin-page?plugin=moderation&page=rules')
    await check(t, mod.page, 'rules')
    await mod.page.goto('/admin/plugin-page?plugin=moderation&page=spam')
    await check(t, mod.page, 'spam')

    await mod.page.goto('/admin/plugin-page?plugin=moderation&page=raid')
    await mod.page.getByLabel('Why').first().fill('Hundreds of accounts since noon')
    await mod.page.getByRole('button', { name: 'Begin raid mode' }).click()
    await mod.page.getByText('Raid mode holds until').waitFor()
    await check(t, mod.page, 'raid')
    await bob.page.goto('/')
    await bob.page.getByText('Hundreds of accounts since noon').waitFor()
    await check(t, bob.page, 'home-in-raid')
    await bob.page.goto('/moderation/log')
    await check(t, bob.page, 'log-with-rules')
    await site.db.transaction(trx =>
      trx('moderation_limits').insert({
        memberId: bob.member.id,
        until: new Date(Date.now() + 5 * 86_400_000).toISOString(),
        ruleName: 'Gambling',
        why: 'the words “casino”',
        createdAt: new Date().toISOString(),
      }),
    )
    await bob.page.goto('/moderation/limits')
    await bob.page.getByText('Links in one text').waitFor()
    await check(t, bob.page, 'limits')
    await mod.page.goto('/admin/held')
    await mod.page.getByText('Better bet on it').waitFor()
    await check(t, mod.page, 'held')
    t.same([...ann.problems(), ...bob.problems(), ...mod.problems()], [], 'nothing went wrong in the browsers')
  })
}
