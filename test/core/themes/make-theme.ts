import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Writes a theme into `folder/name`; files are named by their path. */
export function makeTheme(folder: string, name: string, files: Record<string, string>, manifest: object = {}): string {
  const all = {
    'theme.json': JSON.stringify({ name, title: name, version: '1.0.0', licence: 'MIT', ...manifest }),
    ...files,
  }
  for (const [path, text] of Object.entries(all)) {
    const file = join(folder, name, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return join(folder, name)
}
