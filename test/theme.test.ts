import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { EntryView } from '../core/entries/entry-view.ts'
import { checkTheme } from '../core/themes/check-theme.ts'
import { fixturePage, fixtureViews } from '../core/themes/fixture-views.ts'
import { loadThemes } from '../core/themes/load-theme.ts'
import { themeSchema } from '../core/themes/theme-manifest.ts'

const folder = join(import.meta.dirname, '..', 'themes')

for (const name of readdirSync(folder)) {
  t.test(`the theme ${name} can be activated`, async t => {
    const { errors, warnings } = await checkTheme(join(folder, name), [folder])
    t.strictSame(errors, [])
    for (const warning of warnings) t.comment(warning.replace(folder, 'themes'))
  })
}

t.test('what plugins add to an entry stands there in every theme', async t => {
  const themes = await loadThemes({ folders: [folder] })
  const { entry } = fixtureViews().entry as { entry: EntryView }
  const inserts = [
    { id: 'a', name: 'polls.poll', data: {}, partHtml: '<p>drawn</p>', fallbackHtml: '<p>kept</p>' },
    { id: 'b', name: 'gone.thing', data: {}, fallbackHtml: '<p>kept for later</p>' },
  ]
  const view = { ...fixturePage(), ...fixtureViews().entry, entry: { ...entry, inserts } }
  const slots = new Map([[`entry.footer ${entry.id}`, '<p>in the slot</p>']])
  for (const { name } of themes.list()) {
    themes.setActive(name)
    const html = themes.render('entry', { ...view, slots }, { locale: 'en' })
    for (const part of ['drawn', 'kept for later', 'in the slot']) t.match(html, `<p>${part}</p>`, `${name}: ${part}`)
    t.notMatch(html, '<p>kept</p>')
  }
})

t.test('every service has its glyph', async t => {
  const sprite = readFileSync(join(folder, 'default/assets/icons.svg'), 'utf8')
  const services = join(folder, '../plugins/services/services')
  for (const file of readdirSync(services)) {
    const { icon }: { icon: string } = JSON.parse(readFileSync(join(services, file), 'utf8'))
    t.match(sprite, ` id="${icon}" `, icon)
  }
})

t.test('the schema for editors is the one that themes are checked with', t => {
  const { $schema: _, title: __, ...published } = JSON.parse(readFileSync(join(folder, '../docs/theme.schema.json'), 'utf8'))
  t.strictSame(published, JSON.parse(JSON.stringify(themeSchema)))
  t.end()
})
