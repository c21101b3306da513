import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Logger } from 'pino'
import { ActiveTheme } from '../themes/active-theme.ts'
import type { Asset } from '../themes/load-theme.ts'
import { readTemplates, readThemeFiles, type Theme } from '../themes/read-theme.ts'
import type { PanelPage } from './panel-page.ts'

export interface NamedPage extends PanelPage {
  /** Last part of its address; empty for the first page. */
  name: string
  url: string
}

/** The admin panel: pages, templates and assets in a folder beside the core. */
export interface Panel {
  readonly pages: readonly NamedPage[]
  render(template: string, view: object, locale: string): string
  /** The file behind an address that begins with `/assets/admin/`. */
  asset(path: string): Asset | undefined
}

/** Reads the panel when somebody first asks for it. Nothing when the folder is not there: then the site has none. */
export function openPanel(folder: string, log: Logger): () => Promise<Panel | undefined> {
  let opened: Promise<Panel | undefined> | undefined
  return () => {
    opened ??= existsSync(folder) ? readPanel(folder, log) : Promise.resolve(undefined)
    return opened
  }
}

async function readPanel(folder: string, log: Logger): Promise<Panel> {
  const files = readdirSync(join(folder, 'pages')).filter(name => name.endsWith('.ts'))
  const settled = await Promise.allSettled(files.map(file => readPage(join(folder, 'pages', file))))
  // A page that cannot be read is missing; the others are the way to find out why.
  const pages = settled.flatMap((result, index) => {
    if (result.status === 'fulfilled') return [result.value]
    log.error({ error: result.reason as unknown, page: files[index] }, 'a page of the admin panel is left out')
    return []
  })
  const look = new ActiveTheme([readLook(folder)])
  return {
    pages: pages.sort((a, b) => (a.order ?? 0) - (b.order ?? 0)),
    render: (template, view, locale) => look.render(template, view, { locale }),
    asset: path => look.asset(path),
  }
}

async function readPage(file: string): Promise<NamedPage> {
  const { default: page } = (await import(pathToFileURL(file).href)) as { default: PanelPage }
  const name = basename(file, '.ts') === 'overview' ? '' : basename(file, '.ts')
  return { ...page, name, url: name ? `/admin/${name}` : '/admin' }
}

/** The panel's look is made like a theme's, but nobody chooses it. */
function readLook(folder: string): Theme {
  const frame = readTemplates('admin', folder)
  const pages = readTemplates('admin', join(folder, 'pages')).pages
  const manifest = { name: 'admin', title: 'Admin', version: '1.0.0' } as Theme['manifest']
  return { manifest, folder, ...frame, pages: new Map([...frame.pages, ...pages]), ...readThemeFiles(folder) }
}
