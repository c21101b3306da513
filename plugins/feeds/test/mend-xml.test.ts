import t from 'tap'
import { mendXml } from '../formats/mend-xml.ts'
import { parseFeed } from '../formats/parse-feed.ts'

function titles(text: string): (string | undefined)[] {
  return parseFeed({ bytes: new TextEncoder().encode(text) }).entries.map(({ title }) => title)
}

t.test('broken markup becomes well-formed', async t => {
  t.equal(mendXml('<a b=c d>x & y<br></a>'), '<a b="c" d="d">x & y<br/></a>')
  t.equal(mendXml('<a><b>x</a></b>'), '<a><b>x</b></a>')
  t.equal(mendXml('<a>1 < 2</a'), '<a>1 &lt; 2</a>')
  t.equal(mendXml('<a><![CDATA[<b>]]></a>'), '<a><![CDATA[<b>]]></a>')
  t.equal(mendXml('<channel><item><x><item/>'), '<channel><item><x></x></item><item/></channel>')
})

t.test('broken feeds give their entries', async t => {
  const start = '<rss version="2.0"><channel><title>T</title>'
  t.strictSame(titles(`${start}<item><title>One</title><item><title>Two</title>`), ['One', 'Two'], 'entries left open')
  t.strictSame(
    titles(`${start}<item><title>Fish & Chips &nbsp; &eacute;</title></item></channel></rss>`),
    ['Fish & Chips é'],
    'HTML entities',
  )
  t.strictSame(
    titles(`<br /><b>Warning</b>: oops in x.php\n<?xml version="1.0"?>${start}<item><title>One</title></item></channel></rss>`),
    ['One'],
    'a warning first',
  )
  t.strictSame(titles(`${start}<item><title>One</title></item></channel></rss><script>x()</script>`), ['One'], 'junk after the end')
  t.strictSame(titles(`${start}<item><title>One</title><link>https://a.example/?a=1&b=2</link></item></channel>`), ['One'], 'no end')
  t.strictSame(titles('<RSS version="2.0"><CHANNEL><ITEM><TITLE>One</TITLE></ITEM></CHANNEL></RSS>'), ['One'], 'capitals')
  t.strictSame(
    titles(`\n\n  <?xml version="1.0"?>${start}<item><title>On\0e\u0008</title></item></channel></rss>`),
    ['One'],
    'control characters',
  )
})

t.test('an entry that was cut off in the middle waits for the next time', async t => {
  const start = '<rss version="2.0"><channel><title>T</title><item><title>One</title><guid>1</guid></item><item><title>Two</title>'
  t.strictSame(titles(`${start}<guid>2`), ['One'], 'inside an id')
  t.strictSame(titles(`${start}<description>A long`), ['One'], 'inside a text')
  t.strictSame(titles(`${start}<guid>2</guid>`), ['One', 'Two'], 'after an element')
  t.strictSame(titles('<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id></entry><entry><id>2'), [undefined])
})
