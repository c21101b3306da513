import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { isSigned, makePublisherKey } from '../../../core/packages/package-signature.ts'
import { readPackage } from '../../../core/packages/read-package.ts'
import { rehearse } from '../../../core/packages/rehearse-migrations.ts'
import { packPlugin } from '../../../core/plugin-kit/pack-plugin.ts'
import { makePluginFolder, writePlugin } from '../plugins/write-plugin.ts'
import { forge, makePackage, makePublisher, signBytes } from './make-package.ts'

t.test('a package holds one file of code, the same bytes every time, and nothing that is not needed', async t => {
  const folder = makePluginFolder(t)
  const files = {
    'index.ts': `import type { Plugin } from 'core/api'\nimport { word } from './word.ts'\nimport { OutsideError } from 'core/api'
      export default { activate(host) { host.log.info(word, OutsideError) } } satisfies Plugin`,
    'word.ts': `export const word: string = 'hello'`,
    'test/word.test.ts': 'never',
    'notes.txt': 'private',
    '.env': 'SECRET=1',
    'assets/look.css': 'p {}',
    LICENCE: 'MIT',
  }
  writePlugin(folder, 'polls', { entry: 'index.ts' }, '', files)
  symlinkSync('/etc/hostname', join(folder, 'polls/assets/host.txt'))
  const { bytes, fileName } = await packPlugin(join(folder, 'polls'))
  t.equal(fileName, 'polls-1.0.0.tributary-plugin.zip')
  t.ok(bytes.equals((await packPlugin(join(folder, 'polls'))).bytes))
  const read = await readPackage(bytes)
  t.same([...read.files.keys()], ['CHECKSUMS', 'LICENCE', 'assets/look.css', 'index.js', 'plugin.json'])
  t.equal(read.manifest.entry, 'index.js')
  const code = read.files.get('index.js')!.toString()
  t.match(code, /hello/)
  t.match(code, /from "core\/api"/)
  t.notMatch(code, /Plugin\b/)
})

t.test('code from elsewhere is not taken along', async t => {
  const folder = makePluginFolder(t)
  mkdirSync(join(folder, 'outside'))
  writeFileSync(join(folder, 'outside/a.ts'), 'export const a = 1')
  for (const [name, line, says] of [
    ['climbs', `import '../outside/a.ts'`, /outside of the plugin's folder/],
    ['missing', `import './nothing.ts'`, /is not there/],
    ['depends', `import 'koa'`, /koa/],
    ['broken', `export default {`, /index\.ts:1/],
  ] as const) {
    writePlugin(folder, name, {}, '', { 'index.ts': line })
    await t.rejects(packPlugin(join(folder, name)), { code: 'invalid', message: says }, name)
  }
})

t.test('what does not fit its checksums, its signature or its place is refused', async t => {
  const folder = makePluginFolder(t)
  const { pem } = makePublisher()
  const bytes = await makePackage(folder, 'polls', {}, { pem, files: { 'templates/a.hbs': 'a' } })
  t.match(await readPackage(bytes), { signature: { key: /^ed25519:/ } })
  const refused = async (what: Buffer | Promise<Buffer>, file: RegExp) => t.rejects(readPackage(await what), { message: file })
  const set =
    (path: string, text = '') =>
    (files: Map<string, Buffer>) =>
      void files.set(path, Buffer.from(text))

  await refused(Buffer.from('no zip'), /cannot be read as a zip/)
  await refused(forge(bytes, set('templates/a.hbs', 'b'), { honest: false }), /damaged: the file "templates\/a\.hbs" was changed/)
  await refused(forge(bytes, set('templates/b.hbs', 'b'), { honest: false }), /"templates\/b\.hbs" does not belong/)
  await refused(
    forge(bytes, files => void files.delete('templates/a.hbs'), { honest: false }),
    /"templates\/a\.hbs" is missing/,
  )
  await refused(forge(bytes, set('templates/a.hbs', 'b')), /does not fit what is in it/)
  await refused(forge(bytes, set('SIGNATURE', '{}')), /SIGNATURE of this package cannot be read/)
  await refused(
    forge(bytes, files => void files.delete('CHECKSUMS'), { honest: false }),
    /CHECKSUMS is missing/,
  )
  const plain = await forge(bytes, files => void files.delete('SIGNATURE'))
  for (const [path, says] of [
    ['assets/a.node', /is a program/],
    ['run.sh', /is a program/],
    ['other.js', /has no place/],
    ['lib/other.js', /has no place/],
    ['templates/a.js', /should not be in templates/],
    ['migrations/20260101_x.ts', /should not be in migrations/],
  ] as const)
    await refused(forge(plain, set(path)), says)
  await refused(forge(plain, set('plugin.json', '{"name":"../x"}')), /plugin\.json/)
  await refused(
    forge(plain, set('plugin.json', readManifest(folder).replace('^1.0.0', '^9.0.0').replace('index.ts', 'index.js'))),
    /"api" should include/,
  )
  t.ok(await readPackage(await signBytes(plain, pem)))
})

t.test('a signature is of its text and of its key', t => {
  const { key } = makePublisherKey()
  t.equal(isSigned(key, 'x', 'AAAA'), false)
  t.equal(isSigned('ed25519:short', 'x', ''), false)
  t.end()
})

t.test('migrations only add, to tables of their own', async t => {
  const folder = makePluginFolder(t)
  const tried = async (name: string, body: string) => {
    const path = join(folder, name, 'migrations')
    writePlugin(folder, name, {}, '', { 'migrations/20260101_a.js': `export async function up(knex) { ${body} }` })
    return rehearse(path, name)
  }
  const create = (table: string) => `await knex.schema.createTable('${table}', t => { t.string('id', 36); t.string('b', 3) });`
  t.same(
    await tried(
      'good',
      `${create('good_a')} await knex.schema.alterTable('good_a', t => { t.string('c', 9) }); await knex('good_a').update({ c: 'x' })`,
    ),
    ['good_a'],
  )
  await t.rejects(tried('drops', `${create('drops_a')} await knex.schema.dropTable('drops_a')`), { message: /may only add/ })
  await t.rejects(tried('narrows', `${create('narrows_a')} await knex.schema.alterTable('narrows_a', t => { t.dropColumn('b') })`), {
    message: /may only add/,
  })
  await t.rejects(tried('deletes', `${create('deletes_a')} await knex('deletes_a').delete()`), { message: /may only add/ })
  await t.rejects(tried('climbs', create('members')), { message: /should begin with climbs_/ })
  await t.rejects(tried('fails', `throw new Error('no')`), { message: /fail/ })
})

function readManifest(folder: string): string {
  return readFileSync(join(folder, 'polls/plugin.json'), 'utf8').replace('"api"', '"entry":"index.ts","api"')
}
