import { createTwoFilesPatch, parsePatch, type StructuredPatch } from 'diff'
import { conflict, invalid } from '../errors.ts'
import { type Look, mostFiles } from '../looks/look.ts'
import type { Site } from '../site.ts'
import { type DiffLine, markWords } from '../theme-editor/diff-text.ts'
import { maybeLookFile } from '../theme-editor/look-files.ts'
import { filePattern, readEdit, withFile } from '../theme-editor/read-edit.ts'
import { applyHunks, ended } from './apply-hunks.ts'

/** The most of a patch, in characters: what somebody can still read before they vote. */
export const mostPatch = 40_000
const mostPatched = 30
/** Texts that differ in more lines are not compared line by line, which would take the longer the less they have in common. */
const mostEdits = 1000
const named = new RegExp(filePattern)

/** What changes in one file of a theme. */
export interface FileChange {
  path: string
  isNew: boolean
  isRemoved: boolean
  hunks: DiffLine[][]
}

/** Writes what differs between two texts of some files as a patch, as `git apply` reads it. Empty when nothing differs. */
export function writePatch(files: readonly { path: string; before: string; after: string }[]): string {
  return files
    .filter(({ before, after }) => ended(before) !== ended(after))
    .map(({ path, before, after }) => {
      const [old, now] = [before === '' ? '/dev/null' : `a/${path}`, after === '' ? '/dev/null' : `b/${path}`]
      const options = { context: 3, maxEditLength: mostEdits }
      const patch = createTwoFilesPatch(old, now, ended(before), ended(after), undefined, undefined, options)
      // The line of equal signs is of no use to anybody.
      return patch?.replace(/^=+\n/, '') ?? wholePatch(old, now, linesOf(before), linesOf(after))
    })
    .join('')
}

/** All lines of the one in place of all of the other. */
function wholePatch(old: string, now: string, gone: readonly string[], added: readonly string[]): string {
  const range = ({ length }: readonly string[]): string => `${length === 0 ? 0 : 1},${length}`
  const lines = [...gone.map(line => `-${line}`), ...added.map(line => `+${line}`)]
  return `${[`--- ${old}`, `+++ ${now}`, `@@ -${range(gone)} +${range(added)} @@`, ...lines].join('\n')}\n`
}

function linesOf(text: string): string[] {
  return ended(text).split('\n').slice(0, -1)
}

/** Reads a patch of files of a theme. Throws invalid, about `patch`. */
export function readPatch(text: string): { path: string; patch: StructuredPatch }[] {
  const patches = parsed(text.replaceAll('\r\n', '\n'))
  if (patches.length === 0) throw invalid({ patch: 'This changes nothing.' })
  if (patches.length > mostPatched) throw invalid({ patch: `These are ${patches.length} files; ${mostPatched} can be changed at once.` })
  const files = patches.map(patch => ({ path: pathOf(patch), patch }))
  const wrong = files.find(({ path }) => !named.test(path) || path.includes('..'))
  if (wrong)
    throw invalid({
      patch: `"${wrong.path}" is no file of a theme: they are named like partials/entry.hbs, assets/css/entry.css or locales/de.json.`,
    })
  if (new Set(files.map(({ path }) => path)).size !== files.length) throw invalid({ patch: 'It names a file twice.' })
  return files
}

/**
 * A look with a patch in it. Where the files have changed since the patch was written, its parts find their places as long as what
 * they touch is as it was. Throws conflict when it is not, and invalid about `patch` for what no theme may have.
 */
export function patchLook(site: Pick<Site, 'themes'>, look: Look, text: string): Look {
  let files = look.files
  for (const { path, patch } of readPatch(text)) {
    const known = maybeLookFile(site, look, path)
    const after = applyHunks(known?.text ?? '', patch)
    if (after === undefined)
      throw conflict(`${path} has been changed since, in the same place. Look at what it says now, and amend your change.`)
    files = withFile(files, path, edited(path, after, known))
  }
  if (Object.values(files).join('').length > mostFiles) throw invalid({ patch: 'These are too many changed files.' })
  return { ...look, files }
}

/** What a patch says, file by file, for people. */
export function readChanges(text: string): FileChange[] {
  return readPatch(text).map(({ path, patch }) => ({
    path,
    isNew: patch.oldFileName === '/dev/null',
    isRemoved: patch.newFileName === '/dev/null',
    hunks: patch.hunks.map(({ newStart, lines }) => {
      let number = newStart
      const shown = lines
        .filter(line => !line.startsWith('\\'))
        .map((line): DiffLine => {
          const sign = line.charAt(0) as DiffLine['sign']
          return { sign, text: line.slice(1), ...(sign !== '-' && { number: number++ }) }
        })
      return markWords(shown)
    }),
  }))
}

function parsed(text: string): StructuredPatch[] {
  try {
    return parsePatch(text).filter(({ hunks }) => hunks.length > 0)
  } catch (error) {
    throw invalid({ patch: `This is no patch that can be read: ${(error as Error).message}` })
  }
}

/** Without what git writes before it. */
function pathOf({ oldFileName = '', newFileName = '' }: StructuredPatch): string {
  const name = newFileName === '/dev/null' ? oldFileName : newFileName
  return name.replace(/^[ab]\//, '')
}

function edited(path: string, text: string, known: Parameters<typeof readEdit>[2]): string | undefined {
  try {
    return readEdit(path, text, known)
  } catch (error) {
    const { problems = {} } = error as { problems?: Record<string, string> }
    throw problems.text || problems.path ? invalid({ patch: problems.text ?? problems.path! }) : error
  }
}
