import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DemoContent } from './demo-content.ts'
import type { DrawingOrder } from './drawing/draw-drawings.ts'

export interface DrawOptions {
  /** Pixels of the longer side of a picture that goes with an entry. */
  side: number
  drawn?(count: number, all: number): void
}

/** Pictures by their names; those of members and groups under `@handle`. */
export type DrawnPictures = ReadonlyMap<string, Buffer>

const program = fileURLToPath(new URL('./drawing/draw-drawings.ts', import.meta.url))
const hands = 2
/** Of the picture of a member or group: what the site keeps of it is a little smaller. */
const portraitSide = 256

/** Draws all pictures of the demo. */
export async function drawDemo(content: DemoContent, { side, drawn }: DrawOptions): Promise<DrawnPictures> {
  const wanted = [
    ...Object.entries(content.pictures).map(([name, drawing]) => ({ name, drawing, side })),
    ...[...content.members, ...content.groups].map(({ handle, picture }) => ({
      name: `@${handle}`,
      drawing: { ...picture, ratio: 1 },
      side: Math.min(side, portraitSide),
    })),
  ]
  const folder = await mkdtemp(join(tmpdir(), 'tributary-demo-'))
  try {
    let count = 0
    const tell = (): void => drawn?.(++count, wanted.length)
    await Promise.all(
      Array.from({ length: hands }, (_, hand) => draw({ folder, drawings: wanted.filter((_one, index) => index % hands === hand) }, tell)),
    )
    return new Map(await Promise.all(wanted.map(async ({ name }) => [name, await readFile(join(folder, `${name}.jpg`))] as const)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function draw(order: DrawingOrder, tell: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'] })
    let problem = ''
    child.stdout.on('data', (bytes: Buffer) => {
      for (const letter of bytes) if (letter === 10) tell()
    })
    child.stderr.on('data', (bytes: Buffer) => {
      problem += bytes.toString()
    })
    child.on('error', reject)
    child.on('close', code => (code === 0 ? resolve() : reject(new Error(`The pictures could not be drawn: ${problem}`))))
    child.stdin.end(JSON.stringify(order))
  })
}
