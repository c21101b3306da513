import t from 'tap'
import { costlyParts } from '../../../core/plugin-contract/costly-schema.ts'
import { parseManifest } from '../../../core/plugin-contract/manifest.ts'

t.test('patterns that try many ways are refused, plain ones are not', async t => {
  const isFine = (pattern: string) => costlyParts({ type: 'string', pattern }).length === 0
  for (const pattern of [
    '^[a-z0-9-]+$',
    '^#[0-9a-f]{6}$',
    '^\\d{4}-\\d{2}-\\d{2}$',
    '^https://',
    '[0-9]{1,3}',
    '^\\p{L}*$',
    '^[a-z][a-z0-9-]{0,39}$',
    '^(https?://|/(?![/\\\\]))',
    '^(https?://|/(?![/\\\\]))',
  ])
    t.ok(isFine(pattern), pattern)
  for (const pattern of [
    '^(a+)+$',
    '(a|a)*b',
    'a*',
    '^a*a*$',
    '^(?:a|a){2,30}b',
    '^(a+|b+)$',
    '^(a)\\1$',
    '^a{0,100}a{0,100}a{0,100}$',
    'a{2,}b',
    '^[a]{1,9999}[a]{1,9999}$',
  ])
    t.notOk(isFine(pattern), pattern)
})

t.test('references in circles and comparing each with each are refused', async t => {
  t.match(costlyParts({ properties: { a: { $ref: '#' } } }), [/^\/properties\/a\/\$ref /])
  t.match(costlyParts({ patternProperties: { '^(a+)+$': {} } }), [/patternProperties/])
  t.match(costlyParts({ type: 'array', uniqueItems: true, items: { type: 'object' } }), [/uniqueItems is for lists of texts/])
  t.same(costlyParts({ type: 'array', uniqueItems: true, items: { type: 'string' } }), [])
  t.same(
    costlyParts({ properties: { pattern: { type: 'string' }, $ref: { type: 'string' } }, default: { pattern: '(a+)+' } }),
    [],
    'names of fields may be anything',
  )
})

t.test('a manifest of a plugin in the sandbox is refused for it, that of a trusted one is not', async t => {
  const manifest = (runtime: string) =>
    JSON.stringify({
      ...{ name: 'slow', title: 'Slow', description: 'A test.', version: '1.0.0', api: '^1.0.0', runtime },
      collections: { rows: { schema: { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } } } },
    })
  t.throws(
    () => parseManifest(manifest('sandbox'), 'plugin.json', 'slow'),
    /collections\.rows\.schema: \/properties\/a\/pattern may take long to check/,
  )
  t.ok(parseManifest(manifest('trusted'), 'plugin.json', 'slow'))
})
