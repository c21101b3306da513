import { markdownHtml, type PanelPage, showStaticPage } from 'core/control'

const places = { footer: 'In the footer', menu: 'In the menu', nowhere: 'Nowhere' }

/** Writing a page: its text, a preview, and what it said before. */
export default {
  title: 'Write a page',
  permission: 'content',
  actions: ['page.publish', 'page.remove'],
  async show({ site, actor, query, body, problems }) {
    const slug = query.slug ?? ''
    const found = slug ? await showStaticPage(site, actor, { slug, version: query.version }) : undefined
    const typed = Object.keys(body).length > 0
    const { chosen } = found ?? {}
    const stored = found ? { ...found.page, ...(chosen && { title: chosen.title, body: chosen.body }) } : { place: 'footer' }
    const values: Record<string, unknown> = typed ? { ...stored, ...body } : stored
    return {
      title: found ? found.page.title : 'Write a page',
      under: 'static-pages',
      trail: { label: 'Pages', url: '/admin/static-pages' },
      slug,
      values,
      removal: { slug },
      places: Object.entries(places).map(([value, label]) => ({ value, label, selected: value === values.place })),
      problems,
      isRemoved: Boolean(found?.page.removedAt),
      chosen,
      diff: found?.diff,
      versions: found?.versions.map(version => ({
        ...version,
        isNow: version.id === found.page.versionId,
        url: `/admin/static-page?slug=${slug}&version=${version.id}`,
      })),
      ...(body.do === 'preview' && { previewHtml: markdownHtml(String(body.body ?? '')) }),
    }
  },
  async submit({ site, actor, query, body }) {
    if (body.do === 'preview') return undefined
    const slug = query.slug ?? body.slug
    const { summary, changes } = await site.act(actor, 'page.publish', { ...body, slug })
    return { notice: changes.length > 0 ? summary : 'Nothing changed: it says so already.', url: `/admin/static-page?slug=${String(slug)}` }
  },
} satisfies PanelPage
