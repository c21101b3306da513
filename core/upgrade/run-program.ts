import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { systemVariables } from '../config/load-config.ts'

export interface RanProgram {
  /** Nothing when there is no such program on this machine. */
  code: number | undefined
  out: string
  problems: string
}

const mostText = 200_000

/** Runs a program to its end and keeps what it said. `environment` is added to what programs of the system need. */
export async function runProgram(
  folder: string,
  [program = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<RanProgram> {
  const child = spawn(program, args, { cwd: folder, env: { ...systemVariables(), ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', problems: '' }
  child.stdout.on('data', chunk => {
    said.out = (said.out + String(chunk)).slice(-mostText)
  })
  child.stderr.on('data', chunk => {
    said.problems = (said.problems + String(chunk)).slice(-mostText)
  })
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    return { code: code ?? 1, ...said }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { code: undefined, ...said }
    throw error
  }
}
