import t from 'tap'
import { system } from '../../../core/actor.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

t.test('a theme that shows something else than what was decided is found, and said on every page', async t => {
  const { site, url } = await makeServedSite(t)
  await site.lock.check()
  t.same(site.lock.breach, [], 'the theme of the site shows what was decided')

  const { render } = Object.getPrototypeOf(site.themes) as typeof site.themes
  const draw = render.bind(site.themes)
  for (const [what, hide] of [
    [
      'another text',
      (html: string) => html.replace(/<div class="entry-body">[\s\S]*?<\/div>/, '<div class="entry-body"><p>Everything is sold.</p></div>'),
    ],
    ['a text that nobody sees', (html: string) => html.replace(/<div class="entry-body">([\s\S]*?)<\/div>/, '<!-- $1 -->')],
    [
      'a page that cannot be drawn',
      () => {
        throw new Error('This theme is broken.')
      },
    ],
  ] as const) {
    site.themes.render = (template, view, options) =>
      template === 'policy' ? hide(draw(template, view, options)) : draw(template, view, options)
    await site.lock.check()
    t.match(site.lock.breach[0], /The page of the policy “privacy” does not show what was decided/, what)
  }
  t.match((await new Browser(url).get('/public')).text, /does not agree with what the members decided[\s\S]*the theme draws something else/)
  await t.rejects(site.act(system, 'policies.publish', { kind: 'terms', text: 'What you write is yours, and nobody sells it.' }), /not now/)

  site.themes.render = draw
  await site.lock.check()
  t.same(site.lock.breach, [], 'and it is over when the page is right again')
})
