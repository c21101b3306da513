import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Router } from '../http/router.ts'
import type { Site } from '../site.ts'
import { packSource } from './pack-source.ts'
import { describeCode, type RunningCode } from './running-code.ts'

/** Files of each kind that are named on the page; the archive has all. */
const mostNamed = 200

/** `/source` offers the code that runs here, as the licence asks, and says what of it is not as it was released. */
export function addSourceCodeRoutes(router: Router): void {
  // What runs does not change before the next start.
  const known = new WeakMap<object, { code: Promise<RunningCode>; archive?: Promise<string> }>()
  const codeOf = (site: Site) => {
    const kept = known.get(site.config) ?? { code: describeCode(site.config) }
    known.set(site.config, kept)
    return kept
  }

  router.get('/source', async ctx => {
    const code = await codeOf(ctx.site).code
    const { changed, added, removed, files, ...about } = code
    const differs = [
      ...changed.map(path => ({ path, how: 'changed' })),
      ...added.map(path => ({ path, how: 'added' })),
      ...removed.map(path => ({ path, how: 'removed' })),
    ]
    await ctx.page('running-code', {
      ...about,
      count: files.length,
      differs: differs.slice(0, mostNamed),
      more: Math.max(0, differs.length - mostNamed),
      packages: await listInstalled(ctx.site),
    })
  })

  router.get('/source.zip', async ctx => {
    const kept = codeOf(ctx.site)
    const code = await kept.code
    kept.archive ??= packSource(ctx.site.config, code)
    // Somebody may have emptied the cache.
    const path = await kept.archive.then(async made =>
      (await stat(made).catch(() => undefined)) ? made : packSource(ctx.site.config, code),
    )
    const { size } = await stat(path)
    ctx.type = 'application/zip'
    ctx.set({ 'Content-Disposition': `attachment; filename="tributary-${code.version}.zip"`, 'Cache-Control': 'public, max-age=300' })
    ctx.length = size
    ctx.body = createReadStream(path)
  })
}

interface InstalledPackage {
  name: string
  title: string
  version: string
  licence: string
}

/** Plugins that came as packages. They are not part of the program and have licences of their own. */
async function listInstalled({ config }: Site): Promise<InstalledPackage[]> {
  const folder = join(config.dataDir, 'plugins')
  const names = (await readdir(folder).catch(() => [] as string[])).filter(name => /^[a-z][\w-]*$/.test(name)).sort()
  const read = await Promise.all(names.map(name => readPackage(folder, name)))
  return read.filter(found => found !== undefined)
}

async function readPackage(folder: string, name: string): Promise<InstalledPackage | undefined> {
  try {
    const [version] = (await readdir(join(folder, name))).sort().reverse()
    const text = await readFile(join(folder, name, 'plugin.json'), 'utf8').catch(() =>
      readFile(join(folder, name, version ?? '', 'plugin.json'), 'utf8'),
    )
    const manifest = JSON.parse(text) as Partial<InstalledPackage>
    return { name, title: manifest.title ?? name, version: manifest.version ?? '', licence: manifest.licence ?? '' }
  } catch {
    // What cannot be read does not run either.
    return undefined
  }
}
