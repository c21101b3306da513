import { listStaticPages, type PanelPage } from 'core/control'

const places = { footer: 'in the footer', menu: 'in the menu', nowhere: 'nowhere' }

/** Pages that the site itself writes: rules, about, contact. */
export default {
  title: 'Pages',
  section: 'Content',
  order: 14,
  permission: 'content',
  actions: ['page.publish'],
  async show({ site, actor }) {
    const pages = await listStaticPages(site, actor)
    return {
      mainAction: { label: 'Write a page', url: '/admin/static-page' },
      pages: pages.map(page => ({ ...page, where: places[page.place] })),
    }
  },
} satisfies PanelPage
