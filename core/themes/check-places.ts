import { type SlotName, slotNames } from '../plugin-contract/contributes.ts'
import type { Finding } from './check-sources.ts'
import type { TemplateFolder, TemplateSource } from './read-theme.ts'
import { readTemplateSource, type TemplateCalls } from './template-calls.ts'

/** Something that pages should have, and what is lost without it. */
interface Wanted {
  what: string
  lost: string
  /** Templates whose page should have it; `layout` is the frame of all. */
  pages: readonly string[]
  isIn(calls: TemplateCalls, text: string): boolean
}

const feeds = ['home', 'feed', 'profile', 'group'] as const
const entries = [...feeds, 'entry', 'entry-fragment', 'entries-fragment'] as const

const slotPages: Record<SlotName, readonly string[]> = {
  'entry.menu': entries,
  'entry.footer': entries,
  'comment.menu': [...entries, 'comments-fragment'],
  'home.aside': ['home'],
  'profile.menu': ['profile'],
  'profile.aside': ['profile'],
  'group.menu': ['group'],
  'group.aside': ['group'],
  'page.top': ['layout'],
  'page.footer': ['layout'],
}

const wanted: readonly Wanted[] = [
  ...slotNames.map(name => ({
    what: `the slot "${name}"`,
    lost: 'what plugins add there is not shown',
    pages: slotPages[name],
    isIn: (calls: TemplateCalls) => calls.slots.includes(name),
  })),
  part('notice', 'readers are not told whether what they did worked', ['layout']),
  part('announcements', 'announcements are not shown', ['layout']),
  part('page-end', 'scripts lack the comment form and the picture viewer', ['layout']),
  part('menu', 'readers have no way to their settings and groups', ['layout']),
  part('pager', 'readers have no way to older entries', feeds),
  part('share-box', 'members have nothing to share with', ['home', 'group']),
  part('comments', 'comments are not shown', entries),
  part('comment-form', 'members cannot comment on the page of an entry', ['entry']),
  part('entry-actions', 'members cannot like, save, hide, edit or remove entries', entries),
  part('entry-held', 'authors do not see that an entry waits for review', entries),
  part('inserts', 'what members put into entries by plugins is not shown', entries),
  text('look.stylesheetUrl', 'what is chosen in the customiser is not shown', ['layout']),
  text('footerPages', 'the pages of the site, such as its policies, are not linked', ['layout']),
  text('href="/source"', 'the running code is not offered, which the licence of Tributary asks for', ['layout']),
]

function part(name: string, lost: string, pages: readonly string[]): Wanted {
  return { what: `the part "${name}"`, lost, pages, isIn: ({ partials }) => partials.some(called => called.name === name) }
}

function text(words: string, lost: string, pages: readonly string[]): Wanted {
  return { what: words, lost, pages, isIn: (_calls, all) => all.includes(words) }
}

/**
 * Slots and parts that a theme's own templates leave out, each named with the template that would have it. `own`: the theme's, and
 * what was changed in the browser; `parents`: what it would be shown with without them.
 */
export function checkPlaces(own: readonly TemplateFolder[], parents: readonly TemplateFolder[]): Finding[] {
  const mine = new Templates(own)
  const all = new Templates([...own, ...parents])
  const before = new Templates(parents)
  const missing = wanted.flatMap(one => {
    const files = one.pages.filter(page => all.has(page) && !all.pathTo(page, one)).map(page => culprit(page, one, mine, before))
    return [...new Set(files)].map(file => ({ file, message: `it leaves out ${one.what}: ${one.lost}.` }))
  })
  return missing.filter((finding): finding is Finding => finding.file !== undefined)
}

/** Of the theme's own templates the one that stands where the parent has it; else the page itself. */
function culprit(page: string, one: Wanted, mine: Templates, before: Templates): string | undefined {
  const names = before.pathTo(page, one) ?? [page]
  const found = names.findLast(name => mine.has(name)) ?? (mine.has(page) ? page : undefined)
  return found && mine.find(found)?.source.file
}

interface ReadTemplate {
  source: TemplateSource
  calls: TemplateCalls
}

/** Templates of several folders by name, each read once; of two with one name the first wins. A page may have the name of a part. */
class Templates {
  readonly #pages: Map<string, TemplateSource>
  readonly #partials: Map<string, TemplateSource>
  readonly #read = new Map<TemplateSource, ReadTemplate | undefined>()

  constructor(folders: readonly TemplateFolder[]) {
    this.#pages = new Map(folders.toReversed().flatMap(folder => [...folder.pages]))
    this.#partials = new Map(folders.toReversed().flatMap(folder => [...folder.partials]))
  }

  has(name: string): boolean {
    return this.#sourceOf(name) !== undefined
  }

  find(name: string): ReadTemplate | undefined {
    const source = this.#sourceOf(name)
    if (!source) return undefined
    if (!this.#read.has(source)) this.#read.set(source, readOrNothing(source))
    return this.#read.get(source)
  }

  /** From a page down to the template that has it; nothing when none has. Parts as `partials/entry`. */
  pathTo(page: string, one: Wanted): string[] | undefined {
    const seen = new Set<string>()
    const walk = (name: string, path: string[]): string[] | undefined => {
      const template = seen.has(name) ? undefined : this.find(name)
      seen.add(name)
      if (!template) return undefined
      const here = [...path, name]
      if (one.isIn(template.calls, template.source.text)) return here
      for (const { name: next } of template.calls.partials) {
        const found = walk(`partials/${next}`, here)
        if (found) return found
      }
      return undefined
    }
    return walk(page, [])
  }

  #sourceOf(name: string): TemplateSource | undefined {
    const partial = name === 'layout' ? name : /^partials\/(.+)$/.exec(name)?.[1]
    return partial ? this.#partials.get(partial) : this.#pages.get(name)
  }
}

function readOrNothing(source: TemplateSource): ReadTemplate | undefined {
  try {
    return { source, calls: readTemplateSource(source) }
  } catch {
    // Not a template; that has been said.
    return undefined
  }
}
