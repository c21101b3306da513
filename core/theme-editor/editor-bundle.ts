import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Site } from '../site.ts'

const packages = ['codemirror', '@codemirror/lang-html', '@codemirror/lang-css', '@codemirror/view', '@codemirror/state']

const made = new WeakMap<object, Promise<string | undefined>>()

/**
 * Address of the script that makes text fields editors. It is bundled from its packages into the cache when it is first needed; when
 * that fails there is none, and the text fields stay what they are.
 */
export function editorUrl(site: Pick<Site, 'config' | 'log'>): Promise<string | undefined> {
  let url = made.get(site.config)
  if (!url) {
    url = makeBundle(site).catch(error => {
      site.log.warn({ error }, 'the editor for files of the theme could not be made; text fields stay plain')
      return undefined
    })
    made.set(site.config, url)
  }
  return url
}

/** The bundle in the cache, by the hash in its address. */
export async function readBundle(site: Pick<Site, 'config'>, hash: string): Promise<Buffer | undefined> {
  return /^[0-9a-f]{16}$/.test(hash) ? readFile(fileOf(site, hash)).catch(() => undefined) : undefined
}

async function makeBundle(site: Pick<Site, 'config'>): Promise<string> {
  const entry = join(site.config.root, 'admin/assets/code-editor.js')
  const hash = await hashOf(entry)
  const file = fileOf(site, hash)
  if (!existsSync(file)) {
    // Only now: whoever never opens the editor never loads what makes it.
    const { build } = await import('esbuild')
    const draft = `${file}.${process.pid}`
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      legalComments: 'eof',
      write: false,
      logLevel: 'silent',
      absWorkingDir: site.config.root,
    })
    await mkdir(join(site.config.dataDir, 'cache/editor'), { recursive: true })
    await writeFile(draft, outputFiles[0]!.contents)
    await rename(draft, file)
  }
  return `/assets/editor/${hash}.js`
}

function fileOf({ config }: Pick<Site, 'config'>, hash: string): string {
  return join(config.dataDir, 'cache/editor', `${hash}.js`)
}

/** Changes with the script and with the versions of what it is made of. */
async function hashOf(entry: string): Promise<string> {
  const require = createRequire(import.meta.url)
  const hash = createHash('sha256').update(await readFile(entry))
  for (const name of packages) {
    const folder = (require.resolve.paths(name) ?? []).find(path => existsSync(join(path, name, 'package.json')))
    const { version } = JSON.parse(await readFile(join(folder ?? '', name, 'package.json'), 'utf8')) as { version: string }
    hash.update(`${name}@${version}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}
