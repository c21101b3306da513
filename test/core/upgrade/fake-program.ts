import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root, type Teardown } from '../../../core/testing/make-site.ts'

export interface Program {
  folder: string
  git(...args: string[]): string
  /** Writes files and makes a release of everything that lies there. */
  release(tag: string, files: Record<string, string>): void
}

/** A checkout of this program in a folder of its own, without a release yet. The real packages lie in the folder above, where Node finds them too. */
export function makeProgram(t: Teardown): Program {
  const place = mkdtempSync(join(tmpdir(), 'tributary-program-'))
  t.teardown(() => rmSync(place, { recursive: true, force: true }))
  const folder = join(place, 'program')
  for (const part of ['core', 'migrations', 'config', 'themes', 'package.json', 'package-lock.json']) {
    cpSync(join(root, part), join(folder, part), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'))
  writeFileSync(join(folder, '.gitignore'), 'node_modules*\n')
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder, encoding: 'utf8' }).trim()
  git('init', '-q', '-b', 'main')
  git('remote', 'add', 'origin', folder)
  return {
    folder,
    git,
    release(tag, files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), text)
      }
      git('add', '-A')
      git('commit', '-q', '--allow-empty', '-m', tag)
      git('tag', tag)
    },
  }
}

/** Files of a release that needs one package, packed by npm, and nothing from a network. */
export function needing(program: Program, name: string, version: string): Record<string, string> {
  const source = mkdtempSync(join(tmpdir(), 'tributary-package-'))
  writeFileSync(join(source, 'package.json'), JSON.stringify({ name, version, type: 'module', exports: './index.js' }))
  writeFileSync(join(source, 'index.js'), `export const version = '${version}'\n`)
  const file = `packages/${name}-${version}.tgz`
  mkdirSync(join(program.folder, 'packages'), { recursive: true })
  execFileSync('npm', ['pack', '--silent', '--offline', '--pack-destination', join(program.folder, 'packages')], { cwd: source })
  rmSync(source, { recursive: true })
  const { version: own, workspaces, type, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
  const first = { name: 'tributary', version: own, workspaces, dependencies: { [name]: `file:${file}` } }
  const core = JSON.parse(readFileSync(join(root, 'core/package.json'), 'utf8')) as Record<string, unknown>
  const lock = {
    name: 'tributary',
    version: own,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': first,
      core: { version: core.version },
      'node_modules/core': { resolved: 'core', link: true },
      [`node_modules/${name}`]: { version, resolved: `file:${file}` },
    },
  }
  return {
    'package.json': JSON.stringify({ ...first, type, bin, private: true }),
    'package-lock.json': JSON.stringify(lock, null, 2),
    '.npmrc': 'offline=true\n',
  }
}
