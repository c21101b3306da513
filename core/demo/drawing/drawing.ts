import type { DemoChance } from '../demo-chance.ts'
import type { Palette } from './palettes.ts'

/** What is to be drawn: one of the scenes, in the light of a palette. The same seed draws the same picture. */
export interface Drawing {
  scene: string
  light?: string
  seed?: string
  /** Width divided by height; 4:3 unless told. */
  ratio?: number
}

/** What a scene has to draw on: 600 high, as wide as the ratio makes it. */
export interface Sheet {
  width: number
  height: number
  light: Palette
  chance: DemoChance
}

/** Draws the inside of an SVG document. */
export type Scene = (sheet: Sheet) => string
