import { ActiveTheme } from './active-theme.ts'
import { readChain, type ThemeFolders } from './check-worker.ts'
import { readPluginTemplates } from './read-theme.ts'

/** A page to be rendered where it can be stopped. */
export interface RenderOrder extends ThemeFolders {
  /** Changes when anything of the theme does. */
  key: string
  /** Where the stylesheets among the edits are served. */
  editsUrl: string
  template: string
  view: object
  locale: string
}

/** Compiled themes that were asked for last. */
const opened = new Map<string, ActiveTheme>()
const mostOpened = 4

/** Renders a page with a theme that is somebody else's; throws what is wrong with it. */
export default function render({ key, template, view, locale, ...order }: RenderOrder): string {
  const theme = opened.get(key) ?? openTheme(order)
  opened.delete(key)
  opened.set(key, theme)
  if (opened.size > mostOpened) opened.delete(opened.keys().next().value!)
  return theme.run(template, view, { locale })
}

function openTheme({ chain, added, edits, editsUrl }: ThemeFolders & { editsUrl: string }): ActiveTheme {
  return new ActiveTheme(readChain(chain), { edits, editsUrl, added: added.map(({ owner, folder }) => readPluginTemplates(owner, folder)) })
}
