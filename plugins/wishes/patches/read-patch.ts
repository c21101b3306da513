import { parsePatch, type StructuredPatch } from 'diff'
import { Refused } from '../wishes.ts'

/** A patch as it is shown: file by file, with its lines. */
export interface PatchView {
  files: { path: string; isNew: boolean; isRemoved: boolean; hunks: object[][] }[]
  added: number
  removed: number
  /** Lines beyond those that are shown. */
  more: number
}

const mostFiles = 200
const mostShown = 1500

/** Refuses, about the field `patch`, what `git apply` would not take: other files than patches, pictures, paths that lead out. */
export function checkPatch({ name, text }: { name: string; text: string }): void {
  if (!/\.(patch|diff)$/i.test(name))
    throw new Refused('A patch is a file that ends in .patch or .diff, as git format-patch writes it.', 'patch')
  if (/^GIT binary patch$/m.test(text))
    throw new Refused('Patches with pictures and other binary files cannot be read here. Leave them out.', 'patch')
  const files = parsed(text)
  if (files.length === 0) throw new Refused('No changed file can be found in it. Make it with: git format-patch', 'patch')
  if (files.length > mostFiles) throw new Refused(`It changes ${files.length} files; ${mostFiles} can be brought at once.`, 'patch')
  const strange = files.map(pathOf).find(path => path.startsWith('/') || path.split('/').includes('..') || path === '')
  if (strange !== undefined) throw new Refused(`It changes a file outside of the project: ${strange}`, 'patch')
}

/** What a patch changes. It was checked when it was brought. */
export function readPatchFiles(text: string): PatchView {
  const view: PatchView = { files: [], added: 0, removed: 0, more: 0 }
  let shown = 0
  for (const patch of parsed(text)) {
    const hunks = patch.hunks.map(({ newStart, lines }) => {
      let number = newStart
      return lines
        .filter(line => !line.startsWith('\\'))
        .map(line => {
          const sign = line.charAt(0)
          if (sign === '+') view.added += 1
          if (sign === '-') view.removed += 1
          return { sign, text: line.slice(1, 400), ...(sign !== '-' && { number: number++ }) }
        })
    })
    const kept = hunks.filter(hunk => {
      const fits = shown + hunk.length <= mostShown
      if (fits) shown += hunk.length
      else view.more += hunk.length
      return fits
    })
    view.files.push({
      path: pathOf(patch),
      isNew: patch.oldFileName === '/dev/null',
      isRemoved: patch.newFileName === '/dev/null',
      hunks: kept,
    })
  }
  return view
}

/**
 * The patch as a mail that `git am` takes: as it came when it is one already, else with a head that says who brought it. Nobody's
 * address is given away.
 */
export function asMail(text: string, { from, subject, date }: { from: string; subject: string; date: string }): string {
  if (/^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001$/m.test(text.slice(0, 200))) return text
  const plain = (line: string): string => line.replaceAll(/[\r\n<>"]+/g, ' ').trim()
  const words = /^[\x20-\x7e]*$/
  const encoded = (line: string): string => (words.test(line) ? line : `=?UTF-8?B?${Buffer.from(line).toString('base64')}?=`)
  return [
    `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001`,
    `From: ${encoded(plain(from))} <${from.replaceAll(/[^a-z0-9-]/gi, '') || 'member'}@noreply.invalid>`,
    `Date: ${new Date(date).toUTCString().replace('GMT', '+0000')}`,
    `Subject: [PATCH] ${encoded(plain(subject))}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    '---',
    '',
    text.endsWith('\n') ? text : `${text}\n`,
  ].join('\n')
}

function parsed(text: string): StructuredPatch[] {
  try {
    // The mail around it, and the signature of git below it, are no part of any file.
    return parsePatch(text.replaceAll('\r\n', '\n').replace(/^-- \n[\d.]+.*\n*$/m, '')).filter(({ hunks }) => hunks.length > 0)
  } catch (error) {
    throw new Refused(`It cannot be read as a patch: ${(error as Error).message.slice(0, 200)}`, 'patch')
  }
}

function pathOf({ oldFileName = '', newFileName = '' }: StructuredPatch): string {
  const name = newFileName === '/dev/null' ? oldFileName : newFileName
  return name.replace(/^[ab]\//, '')
}
