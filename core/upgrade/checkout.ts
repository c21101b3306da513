import { existsSync } from 'node:fs'
import { join } from 'node:path'
import semver from 'semver'
import { conflict, notFound } from '../errors.ts'
import { runProgram } from './run-program.ts'

/** A state of the code: its commit, and the branch or tag that it is known by. */
export interface CodeState {
  commit: string
  name: string
  /** Set while the checkout follows a branch. */
  branch?: string
}

/** The program's folder as a checkout of git. */
export interface Checkout {
  now(): Promise<CodeState>
  /** Fetches what is new and says where an upgrade leads: to `wanted`, otherwise to the newest release, otherwise along the branch. */
  target(wanted?: string): Promise<CodeState>
  moveTo(state: CodeState): Promise<void>
  /** Whether this file differs between two states. */
  differs(file: string, one: CodeState, other: CodeState): Promise<boolean>
}

/** Throws a SiteError when the program is no checkout, or when somebody changed files of it. */
export async function openCheckout(root: string): Promise<Checkout> {
  if (!existsSync(join(root, '.git')))
    throw conflict(
      'This program is not a checkout of git, so there is nowhere to fetch a new version from. Unpack the new version beside it, run "npm ci --omit=dev" there, and then in its folder: npx tributary upgrade --skip-code',
    )
  const changed = await git(root, 'status', '--porcelain', '--untracked-files=no')
  if (changed)
    throw conflict(
      `Files of the program were changed by hand, and an upgrade would run over them:\n${changed.split('\n').slice(0, 10).join('\n')}\nKeep them with "git stash", or commit them to a branch of your own and merge the new version into it; then: npx tributary upgrade --skip-code`,
    )
  const state = async (name: string): Promise<CodeState> => ({ commit: await git(root, 'rev-parse', '--verify', `${name}^{commit}`), name })
  return {
    async now() {
      const branch = await git(root, 'branch', '--show-current')
      const tag = await git(root, 'tag', '--points-at', 'HEAD')
      const { commit } = await state('HEAD')
      return { commit, name: branch || tag.split('\n')[0] || commit.slice(0, 12), ...(branch && { branch }) }
    },
    async target(wanted) {
      await git(root, 'fetch', '--tags', '--quiet')
      if (wanted) return known(root, wanted, state)
      const tags = (await git(root, 'tag', '--list', 'v*')).split('\n').filter(tag => semver.valid(tag) && !semver.prerelease(tag))
      const newest = semver.rsort(tags)[0]
      if (newest) return state(newest)
      const branch = await git(root, 'branch', '--show-current')
      if (!branch)
        throw conflict(
          'There is no release to upgrade to, and the checkout follows no branch. Say where to: npx tributary upgrade --to NAME',
        )
      return { ...(await state(`${branch}@{upstream}`)), name: branch, branch }
    },
    async moveTo({ commit, branch }) {
      if (!branch) await git(root, '-c', 'advice.detachedHead=false', 'checkout', '--quiet', commit)
      // A branch is moved to where it should be; nothing is lost, because nothing was changed by hand.
      else await git(root, 'checkout', '--quiet', '-B', branch, commit)
    },
    async differs(file, one, other) {
      return (await git(root, 'diff', '--name-only', one.commit, other.commit, '--', file)) !== ''
    },
  }
}

async function known(root: string, wanted: string, state: (name: string) => Promise<CodeState>): Promise<CodeState> {
  const names = [wanted, `v${wanted}`, `origin/${wanted}`]
  for (const name of names)
    if ((await runProgram(root, ['git', 'rev-parse', '--quiet', '--verify', `${name}^{commit}`])).code === 0) return state(name)
  throw notFound(`version "${wanted}"`)
}

async function git(root: string, ...args: string[]): Promise<string> {
  const { code, out, problems } = await runProgram(root, ['git', ...args])
  if (code === undefined) throw conflict('git is not installed. Install it, or bring the new version in by hand and use --skip-code.')
  if (code !== 0)
    throw conflict(
      `git ${args.find(arg => !arg.startsWith('-') && !arg.includes('=')) ?? ''} failed: ${problems.trim().split('\n').slice(0, 3).join(' ')}`,
    )
  return out.trim()
}
