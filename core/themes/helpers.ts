import Handlebars, { type HelperDelegate, type HelperOptions } from 'handlebars'
import type { FeedLink } from '../feeds/feed-view.ts'
import type { ClockWords } from './clock-words.ts'
import { type PeopleWords, whoHtml } from './people-words.ts'
import type { Words } from './words.ts'

/** What helpers know beside their arguments: made once per language and handed on as data. */
export interface Language {
  words: Words
  clock: ClockWords
  people: PeopleWords
}

/** The data of one rendering. */
interface RenderData extends Language {
  now: number
}

type Options = HelperOptions & { data: RenderData }

/** What templates may call, beside Handlebars' own `if`, `unless`, `each`, `with` and `lookup`. */
export function makeHelpers(assetUrl: (path: string) => string): Record<string, HelperDelegate> {
  return {
    /** `{{t "{n} comments" n=5}}`: a sentence in the reader's language. */
    t: (key: unknown, options: Options) => (typeof key === 'string' && key ? options.data.words.say(key, options.hash) : ''),
    /** `{{ago at}}`: "5 min". */
    ago: (at: unknown, options: Options) => options.data.clock.ago(String(at), options.data.now),
    /** `{{time at}}`: the same as a `<time>` with the full date in its title. */
    time: (at: unknown, options: Options) => options.data.clock.time(String(at), options.data.now),
    /** `{{amount counts.likes}}`: a number as the language writes it. */
    amount: (value: unknown, options: Options) => options.data.clock.amount(Number(value)),
    /** `{{who author}}`: a person's or group's name as a link. */
    who: (person: FeedLink, options: Options) => new Handlebars.SafeString(whoHtml(person, options.data.words)),
    /** `{{people likers more=otherLikers you=liked}}`: "You, Ann, Bob and 3 other people", names as links; `you`: the first is the reader. */
    people: (people: FeedLink[], options: Options) =>
      options.data.people.listHtml(people ?? [], Number(options.hash.more ?? 0), Boolean(options.hash.you)),
    /** `{{link-to what}}`: a link of `{ text, url }`, to stand inside a sentence. */
    'link-to': (link: { text: string; url: string } | undefined) => new Handlebars.SafeString(link ? linkHtml(link) : ''),
    /** `{{asset "css/site.css"}}`: the address of a file in `assets/`. */
    asset: (path: unknown) => assetUrl(String(path)),
    /** `{{slot "entry.footer" id}}`: what plugins add here. */
    slot: (name: unknown, ...rest: unknown[]) => {
      const { root } = (rest.at(-1) as Options).data as unknown as { root?: { slots?: ReadonlyMap<string, string> } }
      const html = root?.slots?.get(`${String(name)} ${rest.length > 1 ? String(rest[0]) : ''}`)
      return html === undefined ? '' : new Handlebars.SafeString(html)
    },
    /** `{{plugin-scripts}}`: the scripts of trusted plugins, for the head of the page. */
    'plugin-scripts': (options: Options) => {
      const { root } = options.data as unknown as { root?: { added?: { scripts: string[] } } }
      const tags = (root?.added?.scripts ?? []).map(url => `<script type="module" src="${Handlebars.escapeExpression(url)}"></script>`)
      return new Handlebars.SafeString(tags.join('\n'))
    },
    icon: makeIcon(assetUrl),
    eq: (a: unknown, b: unknown) => a === b,
    not: (value: unknown) => Handlebars.Utils.isEmpty(value),
    and: (...values: unknown[]) => values.slice(0, -1).every(isTrue),
    or: (...values: unknown[]) => values.slice(0, -1).find(isTrue) ?? values.at(-2),
  }
}

/** `{{icon "comment"}}`: a picture of the sprite, silent to screen readers. */
function makeIcon(assetUrl: (path: string) => string): HelperDelegate {
  const made = new Map<string, Handlebars.SafeString>()
  return (name: unknown) => {
    const key = /^[a-z][a-z0-9-]*$/.test(String(name)) ? String(name) : 'feed'
    let icon = made.get(key)
    if (!icon) {
      const address = Handlebars.escapeExpression(`${assetUrl('icons.svg')}#${key}`)
      icon = new Handlebars.SafeString(`<svg class="icon" aria-hidden="true"><use href="${address}"></use></svg>`)
      made.set(key, icon)
    }
    return icon
  }
}

function linkHtml({ text, url }: { text: string; url: string }): string {
  // What somebody wrote has its own direction, whatever the sentence's around it.
  return `<a href="${Handlebars.escapeExpression(url)}"><bdi>${Handlebars.escapeExpression(text)}</bdi></a>`
}

function isTrue(value: unknown): boolean {
  return !Handlebars.Utils.isEmpty(value)
}
