import { execFileSync } from 'node:child_process'
import { buffer } from 'node:stream/consumers'
import t from 'tap'
import { ZipFile } from 'yazl'
import { packageLimits, readArchive } from '../../../core/archives/read-archive.ts'
import { writeArchive } from '../../../core/archives/write-archive.ts'

const limits = { files: 5, bytes: 10_000, fileBytes: 6000 }

t.test('what was packed is unpacked, and the same files make the same bytes in every time zone', async t => {
  const files = new Map([
    ['b/deep.txt', Buffer.from('deep')],
    ['a.txt', Buffer.from('é')],
  ])
  const packed = await writeArchive(files)
  t.strictSame([...(await readArchive(packed))], [...files].sort())
  t.ok(packed.equals(await writeArchive(new Map([...files].reverse()))))
  const elsewhere = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { writeArchive } = await import(${JSON.stringify(new URL('../../../core/archives/write-archive.ts', import.meta.url).href)})
       process.stdout.write((await writeArchive(new Map([['b/deep.txt', Buffer.from('deep')], ['a.txt', Buffer.from('é')]]))).toString('hex'))`,
    ],
    { env: { ...process.env, TZ: 'Asia/Kolkata' }, encoding: 'utf8' },
  )
  t.equal(elsewhere, packed.toString('hex'))
})

t.test('what is no zip, or half of one, is refused with a sentence', async t => {
  const packed = await writeArchive(new Map([['a.txt', Buffer.from('a'.repeat(500))]]))
  await t.rejects(readArchive(Buffer.from('hello')), {
    code: 'invalid',
    problems: { file: /something else, or part of it is missing\. Download it again/ },
  })
  for (const bytes of [Buffer.from('hello'), Buffer.alloc(0), packed.subarray(0, packed.length - 30), packed.subarray(20)])
    await t.rejects(readArchive(bytes), { code: 'invalid', problems: { file: /cannot be read as a zip/ } })
})

t.test('paths that lead out, links and doubles are refused', async t => {
  for (const name of ['../../x', '/etc/x', 'a/../../x', 'C:/x', 'a\\..\\x', './x', 'a\u0000b', 'x'.repeat(201)])
    await t.rejects(readArchive(await forge([[name, 'x']])), { code: 'invalid' }, JSON.stringify(name))
  await t.rejects(
    readArchive(
      await forge([
        ['aaaa', 'x'],
        ['AAAA', 'y'],
      ]),
    ),
    { code: 'invalid', problems: { file: /twice/ } },
  )
  await t.rejects(
    readArchive(
      await forge([
        ['ee\u0301', 'x'],
        ['e\u00e9', 'y'],
      ]),
    ),
    { code: 'invalid', problems: { file: /twice/ } },
  )
  await t.rejects(readArchive(await forge([['link', '/etc/passwd']], 0o120777)), { code: 'invalid', problems: { file: /link/ } })
  await t.rejects(readArchive(await forge([['pipe', '']], 0o010644)), { code: 'invalid', problems: { file: /link or a device/ } })
})

t.test('too many files, too large ones and bombs are refused', async t => {
  const many = Array.from({ length: 6 }, (_, index): [string, string] => [`${index}`, ''])
  await t.rejects(readArchive(await forge(many), limits), { code: 'invalid', problems: { file: /holds 6 files; 5 are allowed/ } })
  await t.rejects(readArchive(await forge([['large', 'x'.repeat(6001)]]), limits), {
    code: 'invalid',
    problems: { file: /beyond the limit/ },
  })
  const together: [string, string][] = [
    ['first', 'x'.repeat(5500)],
    ['second', 'x'.repeat(5500)],
  ]
  await t.rejects(readArchive(await forge(together), limits), { code: 'invalid', problems: { file: /"second" goes beyond the limit/ } })
  const bomb = await forge([['zeros', '\0'.repeat(packageLimits.fileBytes + 1)]])
  t.ok(bomb.length < 20_000)
  await t.rejects(readArchive(bomb), { code: 'invalid', problems: { file: /beyond the limit/ } })
})

t.test('a size that the archive lies about does not help', async t => {
  const packed = await forge([['zeros', '\0'.repeat(100_000)]])
  // The unpacked size stands in the local header and in the directory.
  const lying = Buffer.from(packed)
  for (let at = 0; at < lying.length - 4; at++) if (lying.readUInt32LE(at) === 100_000) lying.writeUInt32LE(10, at)
  await t.rejects(readArchive(lying, limits), { code: 'invalid' })
})

async function forge(files: [string, string][], mode = 0o100644): Promise<Buffer> {
  const zip = new ZipFile()
  // The names are put in afterwards, because the library refuses to write them.
  const stand = files.map(([name], index) => `${index}`.padEnd(Buffer.byteLength(name), '_'))
  for (const [index, [, text]] of files.entries()) zip.addBuffer(Buffer.from(text), stand[index]!, { mode })
  zip.end()
  const bytes = await buffer(zip.outputStream)
  for (const [index, [name]] of files.entries()) {
    for (let at = bytes.indexOf(stand[index]!); at >= 0; at = bytes.indexOf(stand[index]!, at + 1)) bytes.write(name, at)
  }
  return bytes
}
