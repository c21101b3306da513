import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'

const root = join(import.meta.dirname, '../../../../shared/corpora')

/** The folder of third-party test material; undefined, after saying so in one line, when it is not on this machine. */
export function findCorpora(t: Pick<Test, 'fail' | 'comment'>): string | undefined {
  if (existsSync(root)) return root
  const sentence = 'skipped: there is no ../shared/corpora beside this repository'
  if (process.env.REQUIRE_ALL_SUITES === '1') t.fail(sentence)
  else t.comment(sentence)
  return undefined
}

/** Every file below a folder, as paths relative to it. */
export function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
  return files.filter(file => !file.endsWith('LICENSE')).sort()
}

export function readLines<Line>(file: string): Line[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map(line => JSON.parse(line))
}
