import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { type MemberActor, memberActor } from '../../core/actor.ts'
import { loadConfig } from '../../core/config/load-config.ts'
import { DemoClock } from '../../core/demo/demo-clock.ts'
import { fillDemo } from '../../core/demo/fill-demo.ts'
import { findMember } from '../../core/members/member.ts'
import { type Running, serve } from '../../core/serve.ts'
import { root, type Teardown } from '../../core/testing/make-site.ts'
import { openBrowser, openPage, openWindow, signInWindow } from './open-browser.ts'

/**
 * Takes the pictures in docs/screenshots anew, from the demo: `node test/browser/take-screenshots.ts`, or with the names of themes
 * only theirs; `admin` stands for the admin panel.
 */
const folder = join(root, 'docs/screenshots')
const mostBytes = 250_000
const looks = {
  desktop: { width: 1280, deviceScaleFactor: 1 },
  phone: { width: 390, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
}

interface Series {
  size: keyof typeof looks
  colorScheme: 'light' | 'dark'
  names: string[]
  prefix: string
}

const everything: Series[] = (['desktop', 'phone'] as const).flatMap(size =>
  (['light', 'dark'] as const).map(colorScheme => ({
    size,
    colorScheme,
    names: ['home', 'profile', 'entry', 'group', 'sources'],
    prefix: '',
  })),
)

/** Of the other themes so much that one can choose between them. */
function glimpses(theme: string): Series[] {
  const names = ['home', 'entry']
  const prefix = `${theme}-`
  return [
    { size: 'desktop', colorScheme: 'light', names, prefix },
    { size: 'desktop', colorScheme: 'dark', names: ['home'], prefix },
    { size: 'phone', colorScheme: 'light', names: ['home'], prefix },
    { size: 'phone', colorScheme: 'dark', names, prefix },
  ]
}

/** What is outside the window loads when somebody scrolls there. */
const isReady = `document.fonts.status === 'loaded' && [...document.images].every(image => {
  const { top, left } = image.getBoundingClientRect()
  return image.complete || top > innerHeight || left > innerWidth
})`

const dataDir = mkdtempSync(join(tmpdir(), 'tributary-screenshots-'))
const endings: (() => Promise<unknown> | unknown)[] = [() => rmSync(dataDir, { recursive: true })]
const t: Teardown = { teardown: end => endings.unshift(end) }

try {
  await takeAll()
} finally {
  for (const end of endings) await end()
}

async function takeAll(): Promise<void> {
  const clock = new DemoClock(new Date())
  const config = loadConfig(root, { PORT: '0', DATA_DIR: dataDir, CONFIG_FILE: '', LOG_LEVEL: 'warn' })
  const running = await serve(config, { now: clock.now, log: pino({ level: 'warn' }) })
  t.teardown(() => running.close())
  await fillDemo(running, clock)
  await pretendToFetch(running)
  const pages = await listShots(running)
  const browser = await openBrowser(t)
  const ann = memberActor(await findMember(running.site.db, 'ann'))
  mkdirSync(folder, { recursive: true })
  const wanted = process.argv.slice(2)
  const themes = running.site.themes.list().map(theme => theme.name)
  for (const theme of themes.filter(name => wanted.length === 0 || wanted.includes(name))) {
    running.site.themes.setActive(theme)
    for (const { size, colorScheme, names, prefix } of theme === 'default' ? everything : glimpses(theme)) {
      const context = await openWindow(browser, running.url, { ...looks[size], colorScheme })
      await signInWindow(context, running.site, running.url, ann)
      const { page } = await openPage(context)
      for (const name of names) await take(page, pages[name]!, `${prefix}${name}-${size}-${colorScheme}.png`)
      await context.close()
    }
  }
  if (wanted.length === 0 || wanted.includes('admin')) await takePanel(running, browser, ann)
}

/** Every page of the admin panel's menu, in a folder of its own. */
async function takePanel(running: Running, browser: Browser, ann: MemberActor): Promise<void> {
  const pages = (await running.site.panel())?.pages.filter(page => page.order !== undefined) ?? []
  mkdirSync(join(folder, 'admin'), { recursive: true })
  for (const [size, colorScheme] of [
    ['desktop', 'light'],
    ['phone', 'dark'],
  ] as const) {
    const context = await openWindow(browser, running.url, { ...looks[size], colorScheme })
    await signInWindow(context, running.site, running.url, ann)
    const { page } = await openPage(context)
    for (const { name, url } of pages) await take(page, url, `admin/${name || 'overview'}-${size}-${colorScheme}.png`)
    await context.close()
  }
}

/** Sources of the demo are never fetched. While the clock stands still they may be shown as if they were. */
async function pretendToFetch({ site }: Running): Promise<void> {
  const soon = new Date(site.now().getTime() + 26 * 60_000).toISOString()
  await site.db.transaction(trx => trx('sources').whereNull('pausedAt').update({ nextFetchAt: soon }))
}

/** One of each kind of page, with something on it that is worth looking at. */
async function listShots({ site }: Running): Promise<Record<string, string>> {
  const heron: { shortId: string } | undefined = await site.db('entries').where('title', 'like', 'The heron%').first('shortId')
  return { home: '/', profile: '/yuki', entry: `/mika/${heron?.shortId}`, group: '/cooks', sources: '/sources' }
}

async function take(page: Page, path: string, name: string): Promise<void> {
  await page.goto(path)
  await page.waitForLoadState('load')
  for (let tries = 0; tries < 40 && !(await page.evaluate(isReady)); tries++) await page.waitForTimeout(100)
  const bytes = await squeeze(await page.screenshot())
  await writeFile(join(folder, name), bytes)
  console.log(`${name}: ${Math.round(bytes.length / 1000)} kB`)
}

/** With fewer colours until it is small enough for a repository. */
async function squeeze(bytes: Buffer): Promise<Buffer> {
  for (const colours of [256, 128, 64, 32]) {
    const small = await sharp(bytes).png({ palette: true, colours, effort: 10, compressionLevel: 9 }).toBuffer()
    if (small.length <= mostBytes || colours === 32) return small
  }
  return bytes
}
