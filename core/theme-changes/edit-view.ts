import { previewCode } from '../looks/draft.ts'
import type { Look } from '../looks/look.ts'
import type { Site } from '../site.ts'
import { diffText } from '../theme-editor/diff-text.ts'
import { editorUrl } from '../theme-editor/editor-bundle.ts'
import { type LookFile, searchLookFiles } from '../theme-editor/look-files.ts'
import type { OwnChange } from './own-change.ts'
import { partsOfPage } from './page-parts.ts'

interface Asked {
  look: Look
  files: readonly LookFile[]
  own: OwnChange | undefined
  file?: string
  /** The template that drew the page from which somebody came, and its path. */
  drew?: string
  from?: string
  search?: string
  /** What was typed and refused. */
  text?: string
  problems?: Readonly<Record<string, string>>
}

/** The page on which a member chooses a file and changes it. */
export async function editView(site: Site, asked: Asked): Promise<object> {
  const { look, files, own, drew = '', from = '/', search = '', problems = {} } = asked
  const file = asked.file ? files.find(({ path }) => path === asked.file) : undefined
  const around = new URLSearchParams({ ...(drew && { drew }), ...(from !== '/' && { from }) })
  const urlOf = (path: string) => `/themes/edit?${new URLSearchParams([['file', path], ...around])}`
  const here = drew ? partsOfPage(site, look, drew) : []
  return {
    search,
    drew,
    from,
    ownText: ownTextOf(from),
    found: search ? searchLookFiles(files, search).map(hit => ({ ...hit, url: urlOf(hit.path) })) : undefined,
    here: here.map((path, index) => ({ path, url: urlOf(path), isPage: index === 0 })),
    kinds: groupsOf(files, file?.path, urlOf),
    unknown: asked.file && !file ? asked.file : undefined,
    change: own && own.patch !== '' && { preview: `/previews/${previewCode(site, own.draft.id)}?${new URLSearchParams({ to: from })}` },
    file: file && {
      ...file,
      text: asked.text ?? file.text,
      diff: diffText(file.original, file.text),
      code: file.kind === 'style' ? 'css' : file.kind === 'words' ? 'words' : 'html',
      isWords: file.kind === 'words',
      hasUnseen: asked.text !== undefined,
    },
    findings: findingsOf(problems.text ?? problems.path ?? problems.form),
    editorUrl: file && (await editorUrl(site)),
  }
}

/** Where the words of a page are proposed, when they are no part of the theme. */
function ownTextOf(from: string): string | undefined {
  const [, slug] = /^\/pages\/([a-z0-9-]+)/.exec(from) ?? []
  if (slug) return `/governance/propose?${new URLSearchParams({ action: 'page.publish', slug })}`
  const [, kind] = /^\/(privacy|terms|ownership|rules)(?:[/?]|$)/.exec(from) ?? []
  return kind && `/governance/propose?${new URLSearchParams({ action: 'policies.publish', kind })}`
}

function groupsOf(files: readonly LookFile[], here: string | undefined, urlOf: (path: string) => string): object[] {
  const rowOf = ({ path, kind, isChanged }: LookFile) => ({
    path,
    name: nameOf(path, kind),
    url: urlOf(path),
    here: path === here,
    isChanged,
  })
  const kinds = (['page', 'part', 'style', 'words'] as const).map(kind => ({
    [kind]: true,
    rows: files.filter(file => file.kind === kind).map(rowOf),
    open: files.some(file => file.kind === kind && file.path === here),
  }))
  return kinds.filter(({ rows }) => rows.length > 0)
}

function nameOf(path: string, kind: LookFile['kind']): string {
  if (kind !== 'words') return path.replace(/^(partials|assets\/css|assets)\//, '')
  const tag = path.slice('locales/'.length, -'.json'.length)
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
}

/** A problem ends with "(line 12)" when it is about one. */
function findingsOf(text: string | undefined): object[] {
  return (text ?? '')
    .split('\n')
    .filter(Boolean)
    .map(message => ({ message, line: /\(line (\d+)\)$/.exec(message)?.[1] }))
}
