import t from 'tap'
import { findTags } from '../../../core/tags/find-tags.ts'
import { linkTags } from '../../../core/tags/link-tags.ts'
import { foldTag, tagOfCategory } from '../../../core/tags/tag-name.ts'

const labels = (html: string, categories: string[] = []) => findTags(html, categories).map(tag => tag.label)
const names = (html: string) => findTags(html).map(tag => tag.name)

t.test('a tag is a word of any script behind a #, as it was written first', async t => {
  t.same(labels('<p>#Bread and #bread, #übung #東京 #нева #سلام ＃wide #a_b #day2</p>'), [
    'Bread',
    'übung',
    '東京',
    'нева',
    'سلام',
    'wide',
    'a_b',
    'day2',
  ])
  t.same(labels('<p>#1 #2027 #_ # # #, a#b &amp;#amp; /#hash ##two #x#y</p>'), [], 'numbers and parts of words are none')
  t.same(labels(`<p>#${'a'.repeat(100)} #${'b'.repeat(101)}</p>`), ['a'.repeat(100)], 'nor is what is too long')
  t.equal(labels(`<p>${Array.from({ length: 50 }, (_, index) => `#tag${index}`).join(' ')}</p>`).length, 30)
})

t.test('how it is written makes no difference', async t => {
  t.same(names('<p>#Straße #STRASSE #İstanbul #istanbul #ISTANBUL #ｂｒｅａｄ #Bread</p>'), ['strasse', 'istanbul', 'bread'])
  t.equal(foldTag('e\u0301cole'), foldTag('École'))
})

t.test('nothing in links and code is a tag', async t => {
  const html =
    '<p><a href="https://x.example/#frag">#link</a> <code>#code</code> #yes</p><pre><code>#pre</code> #still</pre><p>3 &lt; 4 #and</p>'
  t.same(labels(html), ['yes', 'and'])
})

t.test('categories of other sites become tags, in one word', async t => {
  t.same(
    labels('<p>#Bread</p>', ['bread', 'web development', '#Mills', "what's new", 'Sauerteig', 'Uncategorized', 'C++', 'C#', '2027', '']),
    ['Bread', 'WebDevelopment', 'Mills', 'WhatsNew', 'Sauerteig'],
  )
  t.equal(tagOfCategory('x '.repeat(400)), undefined)
  t.equal(tagOfCategory('\ud800'), undefined)
  t.same(
    findTags('<p>#a1</p>', ['a1', 'b']).map(tag => tag.foundIn),
    ['text', 'source'],
  )
})

t.test('tags in safe HTML become links, and nothing else changes', async t => {
  const urls = new Map([
    ['bread', '/tags/bread'],
    ['東京', '/tags/%E6%9D%B1%E4%BA%AC'],
  ])
  t.equal(
    linkTags('<p>a &lt; b &amp; #Bread, #東京 #hidden <a href="/x">#bread</a> "<code>#bread</code>"</p>', urls),
    '<p>a &lt; b &amp; <a class="tag" rel="tag" href="/tags/bread">#Bread</a>, <a class="tag" rel="tag" href="/tags/%E6%9D%B1%E4%BA%AC">#東京</a> #hidden <a href="/x">#bread</a> "<code>#bread</code>"</p>',
  )
  const plain = '<p>&lt;script&gt;#x&amp;#39;</p>'
  t.equal(linkTags(plain, urls), plain)
})
