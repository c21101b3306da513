import {
  diffTemplate,
  editorUrl,
  editTemplate,
  findTemplate,
  listTemplates,
  maybeOwnDraft,
  type PanelPage,
  previewCode,
  searchTemplates,
  type TemplateFile,
} from 'core/control'

/** The templates of all pages: find one, change it in a draft, see what is different. */
export default {
  title: 'Templates',
  section: 'Appearance',
  order: 32,
  permission: 'appearance',
  async show({ site, actor, query, body, problems }) {
    const draft = await maybeOwnDraft(site, actor)
    const { look } = draft ?? site.look.current
    const templates = listTemplates(site, actor, look)
    const path = String(body.path ?? query.file ?? '')
    const file = path ? findTemplate(site, actor, look, path) : undefined
    const { search = '' } = query
    return {
      search,
      found: search ? searchTemplates(templates, search).map(hit => ({ ...hit, url: urlOf(hit.path) })) : undefined,
      groups: groupsOf(templates, path),
      draft: draft && { link: `/previews/${previewCode(site, draft.id)}`, id: draft.id },
      file: file && { ...file, text: body.text ?? file.text, diff: diffTemplate(file.original, file.text), rows: 24 },
      findings: findingsOf(problems.text),
      ...(problems.path && { problems: { form: problems.path } }),
      editorUrl: file && (await editorUrl(site)),
    }
  },
  async submit({ site, actor, body }) {
    const path = String(body.path ?? '')
    const text = body.reset === '1' ? '' : String(body.text ?? '')
    await editTemplate(site, actor, { path, text })
    const notice = body.reset === '1' ? 'The template is as the theme has it.' : 'Every page can be shown with it. It is in your draft.'
    return { notice, url: urlOf(path) }
  },
} satisfies PanelPage

function urlOf(path: string): string {
  return `/admin/templates?${new URLSearchParams({ file: path })}`
}

function groupsOf(templates: readonly TemplateFile[], path: string): object[] {
  const row = (template: TemplateFile) => ({
    path: template.path,
    name: template.path.replace('partials/', ''),
    url: urlOf(template.path),
    here: template.path === path,
    mark: template.isChanged ? 'changed' : template.isOwn ? '' : `from ${template.from}`,
    isChanged: template.isChanged,
  })
  const parts = templates.filter(template => template.path.startsWith('partials/'))
  const pages = templates.filter(template => !template.path.startsWith('partials/'))
  const changed = templates.filter(template => template.isChanged)
  return [
    { title: 'Changed here', rows: changed.map(row), open: true },
    { title: 'Pages', rows: pages.map(row), open: pages.some(template => template.path === path) },
    { title: 'Parts', rows: parts.map(row), open: parts.some(template => template.path === path) },
  ].filter(group => group.rows.length > 0)
}

/** A problem ends with "(line 12)" when it is about one. */
function findingsOf(text: string | undefined): object[] {
  return (text ?? '')
    .split('\n')
    .filter(Boolean)
    .map(message => ({ message, line: /\(line (\d+)\)$/.exec(message)?.[1] }))
}
