import { type PanelPage, showPluginPage, submitPluginPage } from 'core/control'
import { drawBlocks } from '../blocks/draw-blocks.ts'

/** A page of a plugin: the plugin says what is there, the panel draws it. */
export default {
  title: 'A page of a plugin',
  permission: 'staff',
  async show({ site, actor, query, body, problems, csrf }) {
    const { plugin = '', page = '', ...rest } = query
    const shown = await showPluginPage(site, actor, plugin, page, { query: rest, csrf })
    const typed = Object.keys(problems).length > 0 ? body : undefined
    return { ...shown, under: `${plugin}.${page}`, blocks: drawBlocks(shown.blocks, problems, typed) }
  },
  async submit({ site, actor, query, body }) {
    const { plugin = '', page = '', ...rest } = query
    const notice = await submitPluginPage(site, actor, plugin, page, body, rest)
    return { notice, url: `/admin/plugin-page?${new URLSearchParams({ ...rest, plugin, page })}` }
  },
} satisfies PanelPage
