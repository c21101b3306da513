import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Beside the packages, as the code that Node keeps there: who may write here may change the program as well. */
const folder = fileURLToPath(new URL('../../node_modules/.cache/templates', import.meta.url))

/** A translation that is kept from an earlier start. Translating all templates anew would be a third of what a start costs. */
export function maybeKept(key: string): string | undefined {
  try {
    return readFileSync(fileOf(key), 'utf8')
  } catch {
    return undefined
  }
}

/** Keeps a translation for later starts. Where the folder cannot be written, nothing is kept. */
export function keepTranslation(key: string, text: string): void {
  const draft = `${fileOf(key)}.${process.pid}`
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(draft, text)
    // Other processes see all of it or nothing.
    renameSync(draft, fileOf(key))
  } catch {
    // Translated again at the next start.
  }
}

function fileOf(key: string): string {
  return join(folder, `${createHash('sha256').update(key).digest('hex')}.js`)
}
