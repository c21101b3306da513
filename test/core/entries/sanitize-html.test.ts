import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { excerpt, htmlToText } from '../../../core/entries/html-text.ts'
import { sanitizeHtml } from '../../../core/entries/sanitize-html.ts'
import sanitizeInWorker from '../../../core/entries/sanitize-worker.ts'
import { readCachedImageUrl } from '../../../core/media/image-cache-url.ts'
import { corpus, dangersIn } from './inert-html.ts'

const cache = 'https://cache.example/'
// Leaves alone what it made itself, so that sanitising twice can be compared with sanitising once.
const imageUrl = (address: string) => (address.startsWith(cache) ? address : cache + encodeURIComponent(address).replaceAll("'", '%27'))
const sanitize = (html: string) => sanitizeHtml(html, { imageUrl })
const onBlog = (html: string) => sanitizeHtml(html, { imageUrl, baseUrl: 'https://blog.example/2026/post.html' })
const link = (href: string) => `<a href="${href}" rel="nofollow noopener noreferrer ugc">`

/** All that has to be true of any HTML, however hostile. Returns what is wrong. */
function problemsWith(html: string): string[] {
  const once = onBlog(html)
  const problems = dangersIn(once)
  if (onBlog(once) !== once) problems.push('sanitising twice gives something else')
  return problems
}

t.test('what people write stays as it is', t => {
  const kept = [
    'Plain text &amp; &lt;nothing&gt; else, “quoted” and&nbsp;spaced'.replace('&nbsp;', '\u00a0'),
    '<p>One <b>two</b> <strong>three</strong> <em>four</em> <i>five</i> <u>six</u><br>seven</p><hr>',
    '<p><s>a</s> <del>b</del> <ins>c</ins> <sub>d</sub> <sup>e</sup> <small>f</small> <mark>g</mark> <cite>h</cite> <q>i</q></p>',
    '<p><abbr title="HyperText">HTML</abbr> <kbd>Ctrl</kbd> <code>a &lt; b</code> <time datetime="2026-11-22T10:00:00Z">today</time></p>',
    '<pre><code>one\n  two\n</code></pre><blockquote><p>Said.</p></blockquote>',
    '<pre>\n\nTwo lines down</pre>',
    '<ul><li>a</li><li>b<ol start="3" reversed type="a"><li value="7">c</li></ol></li></ul><dl><dt>d</dt><dd>e</dd></dl>',
    '<h3>a</h3><h4>b</h4><h5>c</h5><h6>d</h6>',
    '<table><caption>t</caption><colgroup><col span="2"></colgroup><thead><tr><th colspan="2" scope="col">h</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>',
    '<details open><summary>More</summary>text</details><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>',
    '<p dir="rtl" lang="ar">مرحبا <bdi>x</bdi> <bdo dir="ltr">y</bdo></p>',
  ]
  for (const html of kept) t.equal(sanitize(html), html)
  t.end()
})

t.test('headings of another page go below those of this one', t => {
  t.equal(sanitize('<h1>a</h1><h2>b</h2><h3>c</h3>'), '<h3>a</h3><h3>b</h3><h3>c</h3>')
  t.end()
})

t.test('blocks without a meaning here become paragraphs, inline elements their text', t => {
  t.equal(
    sanitize('<div>one</div><section>two <b>x</b><ul><li>a</ul>three</section>'),
    '<p>one</p><p>two <b>x</b></p><ul><li>a</li></ul><p>three</p>',
  )
  t.equal(sanitize('<span style="color:red">red</span> <font size=7>large</font> <center>mid</center>'), 'red large <p>mid</p>')
  t.equal(sanitize('<h2><div>Title</div></h2>').replace('\n', ''), '<h3>Title</h3>')
  t.equal(sanitize('<div> <p></p><b> </b></div><p>&nbsp;</p>x'), 'x')
  t.end()
})

t.test('what runs or asks goes with its contents', t => {
  const dangerous = [
    'script',
    'style',
    'object',
    'svg',
    'math',
    'template',
    'noembed',
    'noframes',
    'button',
    'select',
    'textarea',
    'title',
    'canvas',
  ]
  for (const name of dangerous) t.equal(sanitize(`a<${name}>alert(1)</${name}>b`), 'ab', name)
  t.equal(sanitize('<form action="/x">Name <input name="q" autofocus onfocus="alert(1)"></form>').trim(), '<p>Name </p>')
  t.equal(sanitize('<p id="a" class="b" style="c" name="d" onclick="e" data-f="g" aria-hidden="true" slot="h">x</p>'), '<p>x</p>')
  t.equal(sanitize('a<!-- b --><?php c ?><![CDATA[d]]><!doctype e>f'), 'af')
  t.end()
})

t.test('links go to web pages and mail addresses only', t => {
  t.equal(
    onBlog('<a href="../about" target="_blank" title="Us" rel="me">us</a>'),
    `${link('https://blog.example/about').replace('>', ' title="Us">')}us</a>`,
  )
  t.equal(onBlog('<a href="#note">1</a>'), `${link('https://blog.example/2026/post.html#note')}1</a>`)
  t.equal(sanitize('<a href="//x.example/a b?c=d&e">x</a>'), `${link('https://x.example/a%20b?c=d&amp;e')}x</a>`)
  t.equal(sanitize('<a href="mailto:ann@example.org">mail</a>'), `${link('mailto:ann@example.org')}mail</a>`)
  t.equal(sanitize('<a href="http://bank.example@evil.example/">x</a>'), `${link('http://evil.example/')}x</a>`)
  const refused = [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc',
    'blob:x',
    '/relative',
    'JaVaScRiPt:x',
    '\u0001javascript:x',
    'x-y:z',
    '',
  ]
  for (const href of refused) t.equal(sanitize(`<a href="${href}">x</a>`), 'x', href)
  t.end()
})

t.test('pictures come through the cache of this site', t => {
  const image = (address: string, rest = '') => `<img src="${imageUrl(address)}"${rest} loading="lazy">`

  t.equal(
    onBlog('<img src="a.jpg" alt="A &quot;cat&quot;" width="640" height="480px" onerror="x">'),
    image('https://blog.example/2026/a.jpg', ' alt="A &quot;cat&quot;" width="640" height="480"'),
  )
  t.equal(sanitize('<img src="relative.jpg"><img src="data:image/png;base64,AAAA"><img src="javascript:x"><img>'), '')
  t.equal(
    sanitize('<img src="https://x.example/t.gif" width="1" height="1"><img src="https://x.example/t.gif" style="width:1px;border:0">'),
    '',
  )
  t.equal(sanitize('<img src="https://x.example/a.jpg" width="100%" height="-3">'), image('https://x.example/a.jpg'))
  t.equal(sanitize('<img src="data:image/gif;base64,R0" data-src="https://x.example/a.jpg">'), image('https://x.example/a.jpg'))
  t.equal(
    sanitize(
      '<img src="https://x.example/blank.gif" data-lazy-src="https://x.example/a.jpg"><noscript><img src="https://x.example/a.jpg"></noscript>',
    ),
    image('https://x.example/a.jpg'),
  )
  t.equal(sanitize('<noscript><img src="https://x.example/a.jpg"></noscript>'), image('https://x.example/a.jpg'))
  t.equal(
    sanitize('<img srcset="https://x.example/s.jpg 300w, https://x.example/m.jpg 1200w, https://x.example/l.jpg 4000w">'),
    image('https://x.example/m.jpg'),
  )
  t.equal(
    sanitize('<picture><source srcset="https://x.example/a.webp"><img alt="x"></picture>'),
    image('https://x.example/a.webp', ' alt="x"'),
  )
  t.equal(
    sanitize('<figure><img src="https://x.example/a.jpg"><figcaption>Sea</figcaption></figure>'),
    `<figure>${image('https://x.example/a.jpg')}<figcaption>Sea</figcaption></figure>`,
  )
  t.equal(sanitize('Nice <img class="wp-smiley" alt="😀" src="https://s.example/1.png">'), 'Nice 😀')
  t.end()
})

t.test('a player leaves a link behind', t => {
  t.equal(
    sanitize('<iframe src="https://video.example/embed/1"><p>x</p></iframe>'),
    `${link('https://video.example/embed/1')}video.example/embed/1</a>`,
  )
  t.equal(
    sanitize('<video><source src="https://x.example/a.mp4">No video.</video>'),
    `${link('https://x.example/a.mp4')}x.example/a.mp4</a>`,
  )
  t.equal(sanitize('<iframe src="https://count.example/" width="1" height="1"></iframe><iframe srcdoc="<script>x</script>"></iframe>'), '')
  t.end()
})

t.test('in a worker, pictures get signed addresses', t => {
  const [first, second] = sanitizeInWorker({
    items: [{ html: '<img src="a.jpg">', baseUrl: 'https://x.example/' }, { html: '<b>b</b>' }],
    imageKey: 'secret',
    imageBase: '/social',
  })
  const [, base, path, outside, signature, encoded] = /src="([^"]+)"/.exec(first!)![1]!.split('/')

  t.same([base, path, outside], ['social', 'media', 'outside'])
  t.equal(readCachedImageUrl(signature!, encoded!, 'secret'), 'https://x.example/a.jpg')
  t.equal(readCachedImageUrl(signature!, encoded!, 'other'), undefined)
  t.equal(readCachedImageUrl(signature!, Buffer.from('http://10.0.0.1/').toString('base64url'), 'secret'), undefined)
  t.equal(readCachedImageUrl('ü', '', 'secret'), undefined)
  t.equal(second, '<b>b</b>')
  t.end()
})

t.test('hostile sizes and depths end soon and as text', t => {
  const many = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, index) => make(index)).join('')
  const hostile: Record<string, string> = {
    'deep divs': `${'<div>'.repeat(100_000)}The end & more`,
    'deep quotes': `${'<blockquote>'.repeat(50_000)}The end & more`,
    'deep bold': `${'<b>'.repeat(100_000)}The end & more`,
    'deep tables': `${'<table><tr><td>'.repeat(20_000)}The end & more`,
    'deep lists': `${'<ul><li>'.repeat(30_000)}The end & more`,
    'formatting opened again and again': `<p>${many(3_000, index => `<b a${index}>`)}</p>${'<p>x</p>'.repeat(10_000)}The end & more`,
    'many attributes': `<p ${many(100_000, index => `a${index} `)}>The end & more`,
    'many attributes, with equals': `<p ${many(50_000, index => `a${index}="<b>" `)}>The end & more`,
    'only brackets': `${'<'.repeat(80_000)} The end & more`,
    'only ampersands': `${'&'.repeat(80_000)} The end & more`,
    'open comments': `${'<!--'.repeat(100_000)}-->The end & more`,
    'end tags': `${'</p>'.repeat(100_000)}The end & more`.replaceAll('</p>', '</x>'),
    'links in links': `${'<a href="http://x.example/"><object>'.repeat(300)}${'</object>'.repeat(300)}The end & more`,
    'blank elements': `${'<b> <i> '.repeat(230)}${' <u></u>'.repeat(40_000)}</b>The end & more`,
    'half a letter': '\ud83d The end & more',
  }
  for (const [name, html] of Object.entries(hostile)) {
    const started = worked()
    const clean = sanitize(html)
    const took = worked() - started
    t.ok(clean.includes('The end &amp; more'), name)
    t.same(dangersIn(clean), [], name)
    t.ok(took < 5_000, `${name}: ${took.toFixed(0)} ms`)
  }
  t.end()
})

t.test('the result is bounded, also in the middle of a text or a letter', t => {
  for (const html of [
    '<p>word</p>'.repeat(200_000),
    `<b>${'&'.repeat(900_000)}</b>`,
    `<i>${'😀'.repeat(400_000)}`,
    `<b>x</b>${'a'.repeat(499_999)}😀<b>y</b>`,
  ]) {
    const clean = sanitize(html)
    t.ok(clean.length < 500_100 && clean.length > 100_000, `${clean.length} characters`)
    t.equal(sanitize(clean), clean)
    t.ok(clean.isWellFormed())
  }
  t.end()
})

t.test('any tag soup comes out inert and settled', t => {
  const names =
    'p div b i a span table tr td ul li pre button object marquee select option svg math mi mtext foreignObject style script title template form h1 caption col ruby rt nobr noscript iframe textarea img br details summary dl dd dt frameset body html plaintext xmp'.split(
      ' ',
    )
  const tag = fc.constantFrom(...names.flatMap(name => [`<${name}>`, `</${name}>`]))
  const odd = fc.constantFrom(
    ...[
      '<a href="http://x.example/">',
      '<a href="javascript:x">',
      '<img src=x onerror=y>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<',
      '>',
      '"',
      "'",
      '=',
      '\n',
      '\r',
      ' ',
      '&#13;',
      '&lt;',
      '&#0;',
      '\0',
      'x',
      '<pre>\n\n',
      '<b x="',
      '`',
    ],
  )
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: tag }, { weight: 2, arbitrary: odd }), { maxLength: 40 }), pieces => {
      t.same(problemsWith(pieces.join('')), [], JSON.stringify(pieces.join('')))
      return t.passing()
    }),
    { numRuns: 400 },
  )
  t.end()
})

t.test('text is what a reader would read', t => {
  t.equal(
    htmlToText('<h1>Title</h1><p>One  two<br>three &amp; <b>fo</b>ur</p><ul><li>a<li>b</ul><script>x</script>'),
    'Title\nOne two\nthree & four\na\nb',
  )
  t.equal(htmlToText('<table><tr><td>1<td>2<tr><td>3</table>'), '1 2\n3')
  t.equal(htmlToText(`${'<div>'.repeat(100_000)}deep`), 'deep')
  t.equal(excerpt('<p>Short &lt;text&gt;</p>'), 'Short <text>')
  t.equal(excerpt(`<p>${'word, '.repeat(50)}</p>`, 20), 'word, word, word…')
  t.equal(excerpt('👨‍👩‍👧'.repeat(20), 20), `${'👨‍👩‍👧'.repeat(2)}…`)
  t.end()
})

const dompurify = corpus('dompurify/expect.json')
t.test('the payloads of DOMPurify are inert', { skip: dompurify ? false : 'no ../shared/corpora/dompurify' }, t => {
  const payloads: { title?: string; payload: string }[] = JSON.parse(readFileSync(dompurify!, 'utf8'))
  for (const { title, payload } of payloads) t.same(problemsWith(payload), [], title ?? payload.slice(0, 80))
  t.equal(payloads.length, 223)
  t.end()
})

const sanitizeCases = corpus('sanitize-html/cases.json')
t.test('the cases of sanitize-html are inert', { skip: sanitizeCases ? false : 'no ../shared/corpora/sanitize-html' }, t => {
  const cases: { title: string; input: unknown }[] = JSON.parse(readFileSync(sanitizeCases!, 'utf8'))
  for (const { title, input } of cases) t.same(problemsWith(String(input)), [], title)
  t.end()
})

const bleach = corpus('bleach/tests/data/')
t.test('the cases of bleach are inert', { skip: bleach ? false : 'no ../shared/corpora/bleach' }, t => {
  for (const file of readdirSync(bleach!)) t.same(problemsWith(readFileSync(new URL(file, bleach), 'utf8').split('\n--\n')[0]!), [], file)
  t.end()
})

const naughty = corpus('naughty-strings/blns.json')
t.test('naughty strings are inert as HTML and not lost as text', { skip: naughty ? false : 'no ../shared/corpora/naughty-strings' }, t => {
  const strings: string[] = JSON.parse(readFileSync(naughty!, 'utf8'))
  const tidy = (text: string) =>
    text
      .replace(/[^\P{Cc}\t\n]/gu, '')
      .replace(/\s+/g, ' ')
      .trim()
  for (const [index, string] of strings.entries()) {
    const escaped = `<p>${string.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`
    const problems = [...problemsWith(string), ...problemsWith(escaped)]
    if (tidy(htmlToText(onBlog(escaped))) !== tidy(string)) problems.push('text is lost')
    t.same(problems, [], `string ${index}`)
  }
  t.end()
})

/** Milliseconds of work so far: a busy machine makes a test late, not long. */
function worked(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
