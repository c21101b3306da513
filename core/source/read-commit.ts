import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** The commit that a checkout of the program is at, read from its files. Nothing for a program that is no checkout. */
export async function readCommit(root: string): Promise<string | undefined> {
  const folder = await gitFolder(join(root, '.git'))
  const head = await read(join(folder, 'HEAD'))
  if (!head.startsWith('ref: ')) return asCommit(head)
  const ref = head.slice(5)
  // A further work tree keeps its HEAD apart and shares the rest.
  const shared = resolve(folder, (await read(join(folder, 'commondir'))) || '.')
  const packed = (await read(join(shared, 'packed-refs'))).split('\n').find(line => line.endsWith(` ${ref}`))
  return asCommit(await read(join(shared, ref))) ?? asCommit(packed?.slice(0, 40) ?? '')
}

async function gitFolder(path: string): Promise<string> {
  const text = await read(path)
  return text.startsWith('gitdir: ') ? resolve(path, '..', text.slice(8)) : path
}

async function read(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).trim()
}

function asCommit(text: string): string | undefined {
  return /^[0-9a-f]{40,64}$/.test(text) ? text : undefined
}
