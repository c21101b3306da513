import {
  diffText,
  editLookFile,
  editorUrl,
  findLookFile,
  type LookFile,
  listLookFiles,
  maybeOwnDraft,
  type PanelPage,
  previewCode,
  searchLookFiles,
} from 'core/control'

/** What pages are made of: templates, stylesheets and words. Find a file, change it in a draft, see what is different. */
export default {
  title: 'Files of the theme',
  section: 'Appearance',
  order: 32,
  permission: 'appearance',
  actions: ['look.publish'],
  async show({ site, actor, query, body, problems }) {
    const draft = await maybeOwnDraft(site, actor)
    const { look } = draft ?? site.look.current
    const files = listLookFiles(site, actor, look)
    const path = String(body.path ?? query.file ?? '')
    const file = path ? findLookFile(site, actor, look, path) : undefined
    const { search = '' } = query
    return {
      search,
      found: search ? searchLookFiles(files, search).map(hit => ({ ...hit, url: urlOf(hit.path) })) : undefined,
      groups: groupsOf(files, path),
      draft: draft && { link: `/previews/${previewCode(site, draft.id)}`, id: draft.id },
      file: file && {
        ...file,
        text: body.text ?? file.text,
        diff: diffText(file.original, file.text),
        rows: 24,
        code: codes[file.kind],
        isWords: file.kind === 'words',
      },
      findings: findingsOf(problems.text),
      ...(problems.path && { problems: { form: problems.path } }),
      editorUrl: file && (await editorUrl(site)),
    }
  },
  async submit({ site, actor, body }) {
    const path = String(body.path ?? '')
    if (body.reset === '1') {
      await editLookFile(site, actor, { path, text: '' })
      return { notice: 'The file is as the theme has it.', url: urlOf(path) }
    }
    const { warnings } = await editLookFile(site, actor, { path, text: String(body.text ?? '') })
    const notice = ['It is checked, and in your draft.', ...warnings.map(warning => `Worth knowing: ${warning}`)].join(' ')
    return { notice, url: urlOf(path) }
  },
} satisfies PanelPage

const codes: Record<LookFile['kind'], string> = { page: 'html', part: 'html', style: 'css', words: 'words' }

function urlOf(path: string): string {
  return `/admin/templates?${new URLSearchParams({ file: path })}`
}

function groupsOf(files: readonly LookFile[], path: string): object[] {
  const row = (file: LookFile) => ({
    path: file.path,
    name: nameOf(file),
    url: urlOf(file.path),
    here: file.path === path,
    mark: file.isChanged ? 'changed' : file.isOwn ? '' : `from ${file.from}`,
    isChanged: file.isChanged,
  })
  const changed = files.filter(file => file.isChanged)
  const kinds = Object.entries(titles).map(([kind, title]) => {
    const some = files.filter(file => file.kind === kind)
    return { title, rows: some.map(row), open: some.some(file => file.path === path) }
  })
  return [{ title: 'Changed here', rows: changed.map(row), open: true }, ...kinds].filter(group => group.rows.length > 0)
}

const titles: Record<LookFile['kind'], string> = { page: 'Pages', part: 'Parts', style: 'Styles', words: 'Words' }

function nameOf({ path, kind }: LookFile): string {
  if (kind !== 'words') return path.replace(/^(partials|assets\/css|assets)\//, '')
  const tag = path.slice('locales/'.length, -'.json'.length)
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag
}

/** A problem ends with "(line 12)" when it is about one. */
function findingsOf(text: string | undefined): object[] {
  return (text ?? '')
    .split('\n')
    .filter(Boolean)
    .map(message => ({ message, line: /\(line (\d+)\)$/.exec(message)?.[1] }))
}
