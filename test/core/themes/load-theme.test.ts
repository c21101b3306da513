import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { fixturePage, fixtureViews } from '../../../core/themes/fixture-views.ts'
import { loadThemes } from '../../../core/themes/load-theme.ts'
import { makeTheme } from './make-theme.ts'

const own = join(import.meta.dirname, '..', '..', '..', 'themes')

t.test('what a theme lacks is taken from its parent and then from the default theme', async t => {
  const folder = t.testdir()
  makeTheme(folder, 'stone', { 'problem.hbs': 'stone {{> word}}', 'partials/word.hbs': 'says {{message}}' })
  makeTheme(folder, 'moss', { 'partials/word.hbs': 'whispers {{message}}' }, { parent: 'stone' })
  const themes = await loadThemes({ folders: [folder, own] })
  themes.setActive('moss')
  const view = { ...fixturePage(), ...fixtureViews().problem, message: '<b>' }
  t.equal(themes.render('problem', view, { locale: 'en' }), 'stone whispers &lt;b&gt;')
  t.match(themes.render('home', { ...fixturePage(), ...fixtureViews().home }, { locale: 'en' }), '<!doctype html>')
})

t.test('a broken theme is reported and left out', async t => {
  const folder = t.testdir()
  makeTheme(folder, 'stone', {}, { colour: 'grey', version: 2 })
  const errors: string[] = []
  const themes = await loadThemes({
    folders: [folder, own],
    log: { error: fields => errors.push(String((fields as { problem: string }).problem)) },
  })
  t.match(errors[0], '"colour" is not a key of a theme')
  t.match(errors[0], '"version" should be a version such as "1.0.0", but is 2.')
  t.match([...themes.broken], [[join(folder, 'stone'), /colour/]])
  t.throws(() => themes.setActive('stone'), 'There is no theme "stone".')
  t.equal(themes.active, 'default')
})

t.test('a theme that does not compile leaves the old one in place', async t => {
  const folder = t.testdir()
  makeTheme(folder, 'stone', { 'home.hbs': '{{shout title}}' })
  const themes = await loadThemes({ folders: [folder, own] })
  t.throws(() => themes.setActive('stone'), /home\.hbs.*shout/)
  t.equal(themes.active, 'default')
})

t.test('templates of a plugin are used below every theme and can be taken back', async t => {
  const folder = t.testdir({ templates: { 'vote.hbs': 'Vote: {{title}}', 'home.hbs': 'mine' } })
  const themes = await loadThemes({ folders: [own] })
  t.equal(themes.has('vote'), false)
  const takeBack = themes.addTemplates('proposals', folder)
  t.equal(themes.render('vote', { title: 'A & B' }, { locale: 'en' }), 'Vote: A &amp; B')
  t.not(themes.render('home', { ...fixturePage(), ...fixtureViews().home }, { locale: 'en' }), 'mine')
  t.throws(() => themes.addTemplates('proposals', folder), /added before/)
  takeBack()
  t.equal(themes.has('vote'), false)
})

t.test('assets are found by their hashed address and nothing else is', async t => {
  const themes = await loadThemes({ folders: [own] })
  const url = themes.assetUrl('css/tokens.css')
  t.match(url, /^\/assets\/default\/[0-9a-f]{10}\/css\/tokens\.css$/)
  t.match(themes.asset(url), { type: 'text/css; charset=utf-8', immutable: true })
  t.equal(themes.asset(url.replace(/[0-9a-f]{10}/, '0123456789'))?.immutable, false)
  t.match(themes.asset(themes.assetUrl('vendor/htmx.min.js')), { immutable: true })
  t.equal(themes.asset('/assets/default/0123456789/../theme.json'), undefined)
  t.equal(themes.asset('/assets/nobody/0123456789/css/tokens.css'), undefined)
})

t.test('templates reach nothing behind the values they are given', async t => {
  const folder = t.testdir({ templates: {} })
  mkdirSync(join(folder, 'templates'), { recursive: true })
  writeFileSync(join(folder, 'templates', 'try.hbs'), '[{{title.constructor}}{{constructor.name}}{{lookup this "__proto__"}}]')
  const themes = await loadThemes({ folders: [own] })
  themes.addTemplates('try', folder)
  t.equal(themes.render('try', { title: 'x' }, { locale: 'en' }), '[]')
})

t.test('languages know their name and direction', async t => {
  const folder = t.testdir()
  makeTheme(folder, 'stone', { 'locales/he.json': '{"Home":"בית"}' })
  const themes = await loadThemes({ folders: [folder, own] })
  themes.setActive('stone')
  t.match(
    themes.locales().find(locale => locale.tag === 'he'),
    { dir: 'rtl', name: 'עברית' },
  )
  t.equal(themes.translate('Home', {}, 'he-IL'), 'בית')
  t.equal(themes.translate('Home', {}, 'xx'), 'Home')
})

t.test('no theme takes the place of the admin panel', async t => {
  const folder = t.testdir()
  makeTheme(folder, 'admin', {})
  const errors: string[] = []
  const themes = await loadThemes({
    folders: [folder, own],
    log: { error: fields => errors.push(String((fields as { problem: string }).problem)) },
  })
  t.match(errors, [/"admin" is the panel's/])
  t.notOk(themes.list().some(theme => theme.name === 'admin'))
})
