import { gzipSync } from 'node:zlib'
import t from 'tap'
import { decodeDocument } from '../text/decode-document.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

t.test('what the document says counts', async t => {
  t.equal(decodeDocument(latin1('<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>')).slice(-6), '>é</a>')
  const russian = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>'),
    Buffer.from([0xcf, 0xf0, 0xe8]),
    Buffer.from('</a>'),
  ])
  t.match(decodeDocument(russian), /<a>При<\/a>/)
  const page = Buffer.concat([Buffer.from('<html><meta charset="koi8-r"><p>'), Buffer.from([0xf0, 0xd2, 0xc9])])
  t.match(decodeDocument(page), /<p>При/)
})

t.test('what the server says counts more', async t => {
  t.equal(decodeDocument(latin1('é'), 'text/xml; charset=ISO-8859-1'), 'é')
  t.equal(decodeDocument(new Uint8Array([0xa4, 0xa2]), 'text/xml; charset="euc-jp"'), 'あ')
})

t.test('wrong labels do no harm', async t => {
  t.match(decodeDocument(utf8('<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>')), /<a>é<\/a>/, 'UTF-8 that says Latin-1')
  t.match(decodeDocument(utf8('<?xml version="1.0" encoding="utf-16"?><a>é</a>')), /<a>é<\/a>/, 'UTF-8 that says UTF-16')
  t.match(decodeDocument(utf8('é'), 'text/xml; charset=nonsense'), /é/, 'an unknown charset')
  t.match(decodeDocument(latin1('<?xml version="1.0" encoding="utf-8"?><a>é</a>')), /<a>é<\/a>/, 'Latin-1 that says UTF-8')
})

t.test('UTF-16 is seen with a mark and without', async t => {
  const wide = Buffer.from('<?xml version="1.0"?><a>é</a>', 'utf16le')
  t.match(decodeDocument(wide), /<a>é<\/a>/)
  t.match(decodeDocument(Buffer.concat([Buffer.from([0xff, 0xfe]), wide])), /<a>é<\/a>/)
  t.match(decodeDocument(Buffer.from(wide).swap16()), /<a>é<\/a>/)
})

t.test('one broken character does not spoil the others', async t => {
  t.match(decodeDocument(Buffer.concat([utf8('Übung ändert Öl '), new Uint8Array([0xc3])])), /Übung ändert Öl/)
})

t.test('a packed document is unpacked', async t => {
  t.equal(decodeDocument(gzipSync('<a/>')), '<a/>')
  t.type(decodeDocument(new Uint8Array([0x1f, 0x8b, 1, 2, 3])), 'string')
})
