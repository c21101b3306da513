import { escapeAttribute, escapeText } from '../entries/html-tree.ts'
import { foldTag, tagPattern } from './tag-name.ts'
import { replaceText } from './text-in-html.ts'

/**
 * Makes links of the tags in the text of an entry, in HTML that is safe already. `urls` says where a word leads; others stay text. This is
 * done when the text is shown, because a tag can be hidden, renamed and shown again.
 */
export function linkTags(html: string, urls: ReadonlyMap<string, string>): string {
  return replaceText(html, text => {
    if (!/[#＃]/.test(text)) return undefined
    let written = ''
    let done = 0
    for (const match of text.matchAll(new RegExp(tagPattern, 'giu'))) {
      const url = urls.get(foldTag(match.groups!.tag!))
      if (url === undefined) continue
      const end = match.index + match[0].length
      written += `${escapeText(text.slice(done, match.index))}<a class="tag" rel="tag" href="${escapeAttribute(url)}">${escapeText(match[0])}</a>`
      done = end
    }
    return written + escapeText(text.slice(done))
  })
}
