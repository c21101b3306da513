import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { checkTheme } from '../core/themes/check-theme.ts'
import { themeSchema } from '../core/themes/theme-manifest.ts'

const folder = join(import.meta.dirname, '..', 'themes')

for (const name of readdirSync(folder)) {
  t.test(`the theme ${name} can be activated`, async t => {
    const { errors, warnings } = await checkTheme(join(folder, name), [folder])
    t.strictSame(errors, [])
    for (const warning of warnings) t.comment(warning.replace(folder, 'themes'))
  })
}

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
