import { join } from 'node:path'
import t, { type Test } from 'tap'
import { checkTheme } from '../../../core/themes/check-theme.ts'
import { makeTheme } from './make-theme.ts'

const own = join(import.meta.dirname, '..', '..', '..', 'themes')

async function errorsOf(t: Test, files: Record<string, string>, manifest = {}): Promise<string> {
  const folder = t.testdir()
  const theme = makeTheme(folder, 'stone', files, manifest)
  return (await checkTheme(theme, [folder, own])).errors.join('\n').replaceAll(folder, '')
}

t.test('a theme that changes a little can be activated', async t => {
  t.equal(await errorsOf(t, { 'partials/site-footer.hbs': '<footer>{{t "Stone"}}</footer>', 'assets/css/tokens.css': ':root {}' }), '')
})

t.test('raw output is only for names ending in Html', async t => {
  t.match(
    await errorsOf(t, { 'partials/comment.hbs': '<li>{{{body}}} {{{bodyHtml}}} {{&title}}</li>' }),
    '/stone/partials/comment.hbs: {{{body}}} should be {{body}}',
  )
})

t.test('unknown helpers and partials are named', async t => {
  t.match(await errorsOf(t, { 'home.hbs': '{{#if (shout title)}}x{{/if}}' }), '/stone/home.hbs: there is no helper "shout".')
  t.match(await errorsOf(t, { 'home.hbs': '{{#if never}}{{> nowhere}}{{/if}}' }), '/stone/home.hbs: there is no partial "nowhere".')
})

t.test('templates that do not parse and translations that are no messages are named', async t => {
  t.match(await errorsOf(t, { 'home.hbs': '{{#if x}}' }), '/stone/home.hbs: Parse error. Is a block such as {{#if}} not closed')
  t.match(await errorsOf(t, { 'locales/de.json': '{"Home":"Da{heim"}' }), '/stone/locales/de.json: "Home" is not a message')
  t.match(await errorsOf(t, {}, { licence: '' }), '/stone/theme.json: "licence" should be the name of a licence')
})

t.test('sentences without a translation are worth a warning', async t => {
  const folder = t.testdir()
  const theme = makeTheme(folder, 'stone', { 'waiting.hbs': '{{t "Good morning"}}', 'locales/de.json': '{}' })
  t.match((await checkTheme(theme, [folder, own])).warnings, [/de\.json: "Good morning" has no translation/])
})

t.test('slots and parts that a theme leaves out are worth a warning that names the template', async t => {
  const folder = t.testdir()
  const warningsOf = async (name: string, files: Record<string, string>, manifest = {}) => {
    const { errors, warnings } = await checkTheme(makeTheme(folder, name, files, manifest), [folder, own])
    t.same(errors, [])
    return warnings.map(warning => warning.replaceAll(`${folder}/`, ''))
  }
  const entry = '<article>{{who author}}{{> entry-body}}{{> entry-held}}{{> entry-actions}}{{> comments}}</article>'
  t.same(await warningsOf('stone', { 'partials/entry.hbs': entry }), [
    'stone/partials/entry.hbs: it leaves out the slot "entry.footer": what plugins add there is not shown.',
  ])
  t.same(await warningsOf('sand', { 'home.hbs': '{{#> layout}}{{> stream}}{{/layout}}' }), [
    'sand/home.hbs: it leaves out the slot "home.aside": what plugins add there is not shown.',
    'sand/home.hbs: it leaves out the part "share-box": members have nothing to share with.',
  ])
  t.match(await warningsOf('clay', { 'partials/site-footer.hbs': '<footer></footer>' }), [
    /leaves out footerPages/,
    /site-footer\.hbs: it leaves out href="\/source"/,
  ])
  const moved = {
    'partials/entry.hbs': entry.replace('{{> entry-held}}', '{{> foot}}'),
    'partials/foot.hbs': '{{#if id}}{{slot "entry.footer" id}}{{/if}}',
  }
  t.same(await warningsOf('loam', moved), [
    'loam/partials/entry.hbs: it leaves out the part "entry-held": authors do not see that an entry waits for review.',
  ])
  t.same(
    await warningsOf('silt', { 'assets/css/silt.css': 'a { color: teal }' }, { parent: 'stone' }),
    [],
    'what its parent leaves out is the parent’s',
  )
})
