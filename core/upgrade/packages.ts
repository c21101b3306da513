import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { conflict } from '../errors.ts'
import { runProgram } from './run-program.ts'

/** The packages of the version before, until the new ones are proved. */
export interface PackagesAside {
  back(): Promise<void>
  forget(): Promise<void>
}

/**
 * Installs the packages of the version that lies there now. Those from before are kept beside them, so that the way back needs no
 * network.
 */
export async function installPackages(root: string): Promise<PackagesAside> {
  const [here, before] = [join(root, 'node_modules'), join(root, 'node_modules.before')]
  await rm(before, { recursive: true, force: true })
  // Who installed the development packages runs on the Node that they bring.
  const development = existsSync(join(here, 'node'))
  await rename(here, before)
  const aside: PackagesAside = {
    async back() {
      await rm(here, { recursive: true, force: true })
      await rename(before, here)
    },
    forget: () => rm(before, { recursive: true, force: true }),
  }
  const { code, problems } = await runProgram(root, ['npm', 'ci', '--no-audit', '--no-fund', ...(development ? [] : ['--omit=dev'])])
  if (code === 0) return aside
  await aside.back()
  throw conflict(code === undefined ? 'npm is not installed.' : `npm ci failed: ${problems.trim().split('\n').slice(-5).join(' ')}`)
}
