import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { DemoChance } from '../demo-chance.ts'
import type { Drawing, Scene } from './drawing.ts'
import { scenesOfPeople } from './faces.ts'
import { type Look, paint } from './paint.ts'
import { palettes } from './palettes.ts'
import { scenesOfAnimals } from './scenes-of-animals.ts'
import { scenesOfLand } from './scenes-of-land.ts'
import { scenesOfTables } from './scenes-of-tables.ts'
import { scenesOfThings } from './scenes-of-things.ts'
import { scenesOfTowns } from './scenes-of-towns.ts'

// A program of its own: the site's process may not read SVG, so that nobody can upload it.

/** What is to be drawn into a folder: by name, each with the length of its longer side in pixels. */
export interface DrawingOrder {
  folder: string
  drawings: { name: string; drawing: Drawing; side: number }[]
}

const scenes: Readonly<Record<string, Scene>> = {
  ...scenesOfLand,
  ...scenesOfTowns,
  ...scenesOfTables,
  ...scenesOfThings,
  ...scenesOfAnimals,
  ...scenesOfPeople,
}
const drawnHeight = 600

const { folder, drawings } = JSON.parse(readFileSync(0, 'utf8')) as DrawingOrder
sharp.concurrency(1)
for (const { name, drawing, side } of drawings) {
  writeFileSync(join(folder, `${name}.jpg`), await draw(drawing, side, name))
  process.stdout.write(`${name}\n`)
}

async function draw(drawing: Drawing, side: number, name: string): Promise<Buffer> {
  const { scene: sceneName, light = 'noon', seed = name, ratio = 4 / 3 } = drawing
  const scene = scenes[sceneName]
  const palette = palettes[light]
  if (!scene || !palette) throw new Error(`${name}: there is no scene "${sceneName}" or no light "${light}".`)
  const chance = new DemoChance(seed)
  const sheet = { width: Math.round(drawnHeight * ratio), height: drawnHeight, light: palette, chance }
  const [width, height] = ratio >= 1 ? [side, Math.round(side / ratio)] : [Math.round(side * ratio), side]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${sheet.width} ${sheet.height}">${scene(sheet)}</svg>`
  const seen = await sharp(Buffer.from(svg)).flatten({ background: '#ffffff' }).removeAlpha().raw().toBuffer()
  const brushes = [30, 70, 160].map(part => Math.max(2, Math.round(side / part)))
  const looks: Look[] = []
  for (const brush of brushes) {
    const blurred = sharp(seen, { raw: { width, height, channels: 3 } }).blur(Math.max(0.4, brush * 0.22))
    looks.push({ bytes: await blurred.raw().toBuffer(), width, height, brush })
  }
  const { bytes } = paint(looks, chance)
  return sharp(bytes, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer()
}
