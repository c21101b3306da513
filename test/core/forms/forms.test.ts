import t from 'tap'
import { checkValues } from '../../../core/forms/check-values.ts'
import { editList } from '../../../core/forms/edit-list.ts'
import { formProblems, type Property } from '../../../core/forms/form-schema.ts'
import { readForm } from '../../../core/forms/read-form.ts'
import { openValues, sealValues } from '../../../core/forms/seal-values.ts'
import { isSealed, makeSecretBox } from '../../../core/forms/secret-box.ts'
import { schemaForm } from '../../../core/panel/schema-form.ts'

/** One property of every widget. */
const properties: Record<string, Property> = {
  name: { type: 'string', title: 'Name', default: 'Brook', minLength: 2, maxLength: 20 },
  about: { type: 'string', maxLength: 500 },
  rules: { type: 'string', 'x-ui': { widget: 'markdown' } },
  size: { type: 'integer', minimum: 1, maximum: 9, default: 3 },
  share: { type: 'number', minimum: 0, maximum: 1, 'x-ui': { widget: 'range' } },
  open: { type: 'boolean', default: false },
  tone: {
    anyOf: [
      { const: 'warm', title: 'Warm' },
      { const: 2, title: 'Two' },
    ],
    default: 'warm',
  },
  days: { type: 'array', items: { enum: ['mon', 'tue', 'wed'] }, minItems: 1 },
  tint: { type: 'string', pattern: '^#[0-9a-f]{6}$', 'x-ui': { widget: 'colour' } },
  logo: { type: 'string', 'x-ui': { widget: 'image' } },
  keeper: { type: 'string', 'x-ui': { widget: 'member' } },
  hosts: { type: 'array', items: { type: 'string', maxLength: 20 } },
  links: {
    type: 'array',
    maxItems: 3,
    items: {
      type: 'object',
      required: ['url'],
      properties: { title: { type: 'string' }, url: { type: 'string', format: 'uri' }, hot: { type: 'boolean' } },
    },
  },
  place: { type: 'object', properties: { city: { type: 'string' }, floor: { type: 'integer' } } },
  token: { type: 'string', 'x-ui': { widget: 'secret' } },
  extra: { type: 'object' },
  greeting: { type: 'string', minLength: 5, 'x-ui': { when: { open: true } } },
}
const schema = { type: 'object', properties }

t.test('what people type becomes the values of each widget', async t => {
  const sent = {
    'set-name': ' Brook ',
    'set-about': 'a\r\nb\0',
    'set-rules': '**x**',
    'set-size': '7',
    'set-share': '0,5',
    'set-open': ['false', 'true'],
    'set-tone': '2',
    'set-days': ['', 'mon', 'wed', 'mon'],
    'set-tint': '#00ff00',
    'set-logo': `${'a'.repeat(64)}.webp`,
    'set-keeper': ' @Ann ',
    'set-hosts': 'a.example\r\n\r\n b.example \r\na.example',
    'set-links/rows': '3',
    'set-links/0/title': 'One',
    'set-links/0/url': 'https://one.example',
    'set-links/0/hot': ['false', 'true'],
    'set-links/1/title': '',
    'set-links/1/url': '',
    'set-links/1/hot': 'false',
    'set-links/2/url': 'nowhere',
    'set-place/city': 'Ulm',
    'set-place/floor': '2',
    'set-token': 'hush',
    'set-extra': '{"a": 1}',
    'set-greeting': 'Hello',
    other: 'not ours',
  }
  const read = readForm(schema, sent, { prefix: 'set-' })
  t.same(read.problems, {})
  t.same(read.values, {
    name: ' Brook ',
    about: 'a\nb',
    rules: '**x**',
    size: 7,
    share: 0.5,
    open: true,
    tone: 2,
    days: ['mon', 'wed'],
    tint: '#00ff00',
    logo: `${'a'.repeat(64)}.webp`,
    keeper: 'ann',
    hosts: ['a.example', 'b.example'],
    links: [{ title: 'One', url: 'https://one.example', hot: true }, { url: 'nowhere' }],
    place: { city: 'Ulm', floor: 2 },
    token: 'hush',
    extra: { a: 1 },
    greeting: 'Hello',
  })
  const checked = checkValues(schema, read.values, { rows: read.rows })
  t.same(Object.keys(checked.problems), ['links.2.url'], 'in the row where it was typed')
  t.match(checked.problems['links.2.url'], /address/)
})

t.test('an empty field is the default again, an unsent one stays, and a secret is kept', async t => {
  const read = readForm(schema, { name: '', size: '', token: '', 'links/rows': '0', days: '' })
  t.same(read.values, { name: null, size: null, links: [], days: [] })
  t.same(readForm(schema, { 'token/remove': 'true', token: '' }).values, { token: null })
  t.same(readForm(schema, {}).values, {})
})

t.test('what does not apply is not asked for', async t => {
  t.same(readForm(schema, { open: 'false', greeting: 'x' }), { values: { open: false }, problems: {}, rows: {} })
  t.same(readForm(schema, { greeting: 'Hello' }, { kept: { open: true } }).values, { greeting: 'Hello' })
  t.same(checkValues(schema, { greeting: 'x' }), { values: {}, problems: {} })
  t.match(checkValues(schema, { greeting: 'x' }, { kept: { open: true } }).problems, { greeting: /at least 5/ })
})

t.test('what is wrong is said in plain words beside its field', async t => {
  const read = readForm(schema, { size: 'many', tone: 'cool', days: ['', 'sun'], extra: '{', logo: '../../keys/secret' })
  t.match(read.problems, { size: /number/, tone: /one of the options/, days: /options/, extra: /JSON/, logo: /picture/ })
  const given = { name: 'x', size: 2.5, share: 3, tint: 'red', days: [], hosts: ['x'.repeat(30)], links: [{}] }
  const { problems } = checkValues(schema, given)
  t.match(problems, { name: /at least 2/, size: /whole number/, share: /1 or less/, tint: /right form/, days: /at least one/ })
  t.match(problems, { 'hosts.0': /at most 20/, 'links.0.url': /fill this in/ })
  t.same(checkValues(schema, { size: '4' }).values, { size: 4 }, 'text from a command line')
})

t.test('hostile forms are refused', async t => {
  const long = 'x'.repeat(100_001)
  const hostile: [Record<string, unknown>, string][] = [
    [{ name: ['a', 'b'] }, 'name'],
    [{ name: { toString: 'x' } }, 'name'],
    [{ days: [{ a: 1 }] }, 'days'],
    [{ days: Array.from({ length: 501 }, () => 'mon') }, 'days'],
    [{ about: long }, 'about'],
    [{ colour: 'red' }, 'colour'],
    [{ 'links/rows': '99999' }, 'links'],
    [{ 'links/rows': '-1' }, 'links'],
    [{ 'links/rows': '5' }, 'links'],
    [JSON.parse('{"__proto__x": 1, "constructor": "x"}') as Record<string, unknown>, 'constructor'],
  ]
  for (const [body, field] of hostile) t.ok(readForm(schema, body).problems[field], JSON.stringify(body).slice(0, 60))
  const read = readForm(schema, { extra: '{"__proto__": {"admin": true}}' })
  t.notOk(Object.getOwnPropertyNames(read.values.extra).includes('__proto__'))
  t.notOk(({} as { admin?: boolean }).admin)
  t.match(checkValues(schema, JSON.parse('{"__proto__": {"a": 1}, "who": 1}') as object as Record<string, unknown>).problems, {
    who: /no setting/,
  })
  const bad = {
    properties: {
      constructor: { type: 'string' },
      rows: { type: 'array', items: { type: 'object', properties: { pin: { writeOnly: true } } } },
    },
  }
  t.equal(formProblems(bad).length, 2)
})

t.test('rows are added, moved and removed by buttons', async t => {
  const rows = { 'x/rows': '3', 'x/0/a': '0', 'x/1/a': '1', 'x/2/a': '2', 'x/10/a': 'stray', name: 'N' }
  const after = (button: string): unknown[] => {
    const fields = editList({ ...rows, _list: button })
    t.equal(fields.name, 'N')
    return Array.from({ length: Number(fields['x/rows']) }, (_, row) => fields[`x/${row}/a`])
  }
  t.same(after('x:add'), ['0', '1', '2', undefined])
  t.same(after('x:remove:1'), ['0', '2'])
  t.same(after('x:up:2'), ['0', '2', '1'])
  t.same(after('x:down:0'), ['1', '0', '2'])
  for (const nonsense of ['x:up:0', 'x:down:2', 'x:remove:9', 'y:add', 'x:burn:1', '']) t.same(after(nonsense), ['0', '1', '2'], nonsense)
})

t.test('a form shows what was typed, groups, conditions and rows', async t => {
  const typed = { 'set-name': 'X', 'set-links/rows': '2', 'set-links/0/url': 'u', 'set-rules': '**b** <script>', 'set-days': ['', 'tue'] }
  const fields = schemaForm(
    schema,
    { token: { sealed: 'x' }, size: 4 },
    { 'links.1.url': 'No.' },
    { untitled: true, prefix: 'set-', typed },
  )
  const field = (name: string) => fields.find(one => one.name === name)!
  t.match(field('name'), { input: 'set-name', value: 'X', widget: 'text' })
  t.match(field('links').rows, [
    { fields: [{}, { value: 'u' }] },
    { isLast: true, fields: [{}, { input: 'set-links/1/url', problem: 'No.' }] },
  ])
  t.match(field('rules').previewHtml, /<strong>b<\/strong>/)
  t.notMatch(field('rules').previewHtml, '<script')
  t.match(field('days').options, [{ selected: false }, { selected: true }])
  t.match(field('token'), { value: '', isSet: true, changed: false })
  t.match(field('size'), { type: 'number', min: 1, max: 9, step: 1, changed: true, usual: '3' })
  t.match(field('share'), { type: 'range', step: 'any' })
  t.match(field('greeting'), { when: '{"open":true}', whenText: 'Only when “open” is “on”.' })
})

t.test('secrets are sealed with a key that is not in the database', async t => {
  const box = makeSecretBox('the secret of the site')
  const sealed = sealValues(schema, { token: 'hush', name: 'N' }, box)
  t.ok(isSealed(sealed.token))
  t.notMatch(JSON.stringify(sealed), 'hush')
  t.same(openValues(schema, sealed, box), { token: 'hush', name: 'N' })
  t.throws(() => openValues(schema, sealed, makeSecretBox('another')), /another key/)
})
