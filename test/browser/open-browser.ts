import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type BrowserContext, type BrowserContextOptions, type Browser as Chromium, chromium, type Page } from 'playwright-core'
import type { MemberActor } from '../../core/actor.ts'
import type { Site } from '../../core/site.ts'
import { Browser } from '../../core/testing/browse.ts'
import { signInAs } from '../../core/testing/make-member.ts'
import type { Teardown } from '../../core/testing/make-site.ts'
import { chromium as executablePath } from '../../core/testing/require-suite.ts'

const quiet = '--disable-background-networking --disable-component-update --no-first-run --disable-gpu --disable-quic --disable-sync'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Starts the machine's Chromium for one test. */
export async function openBrowser(t: Teardown): Promise<Chromium> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...quiet.split(' ')] })
  t.teardown(() => browser.close())
  return browser
}

/** A page that notes what goes wrong in it: errors of scripts, refusals of the security policy, files that do not come. */
export interface WatchedPage {
  page: Page
  /** What went wrong since the last time somebody asked. */
  problems(): string[]
}

export async function openPage(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage()
  const noted: string[] = []
  page.on('pageerror', error => noted.push(String(error)))
  page.on('console', message => {
    // A page of the site may well say 404 or 422; only the files it asks for must come.
    const ofPage = message.text().startsWith('Failed to load resource') && message.location().url.split('#')[0] === page.url().split('#')[0]
    if (['error', 'warning'].includes(message.type()) && !ofPage) noted.push(`${message.text()} ${message.location().url}`)
  })
  return { page, problems: () => noted.splice(0) }
}

export interface Look extends BrowserContextOptions {
  width?: number
}

/** A window of its own: 1280 px wide, or as wide as a phone. Nothing moves in it, so that nothing is measured halfway. */
export async function openWindow(browser: Chromium, url: string, { width = 1280, ...options }: Look = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: width < 600 ? 844 : 900 },
    reducedMotion: 'reduce',
    locale: 'en',
    ...options,
  })
  context.setDefaultTimeout(20_000)
  return context
}

/** Signs a window in as a member, without the page. */
export async function signInWindow(context: BrowserContext, site: Site, url: string, member: MemberActor): Promise<void> {
  const browser = new Browser(url)
  await signInAs(site, browser, member)
  await context.addCookies([...browser.cookies].map(([name, value]) => ({ name, value, url })))
}

/** What axe finds on the page as it is now, one line each. */
export async function findBarriers(page: Page, only?: string[]): Promise<string[]> {
  if (!(await page.evaluate('Boolean(globalThis.axe)'))) await page.evaluate(axe)
  return page.evaluate(async rules => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run({
      resultTypes: ['violations'],
      ...(rules && { runOnly: rules }),
    })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 200)).join(' | ')}`)
  }, only)
}

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
}

/** How many pixels the page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)')
}
