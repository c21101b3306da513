import type { Scene, Sheet } from './drawing.ts'
import { sailboat } from './scenes-of-land.ts'
import { clouds, disc, gradient, line, mirrored, mix, n, oval, path, rect, ridge, ripples, sky, stars, sun, tree } from './shapes.ts'

function skyline(sheet: Sheet): string {
  const { width, light, chance } = sheet
  let drawn =
    sky(sheet) +
    stars(sheet, 220, 70, light.sun) +
    sun(width * chance.between(0.2, 0.8), 150, 34, light.sun) +
    clouds(sheet, 180, 4, light.sky[2])
  for (const [depth, colour] of [mix(light.land[0], light.sky[1], 0.3), light.land[1], light.land[3]].entries()) {
    for (let x = -20; x < width; ) {
      const wide = chance.between(40, 92)
      const top = 430 + depth * 46 - chance.between(60, 260 - depth * 50)
      drawn += rect(x, top, wide - 3, 600, colour)
      if (chance.next() < 0.35) drawn += path(`M${n(x)} ${n(top)}l${n(wide / 2)} -30l${n(wide / 2 - 3)} 30Z`, colour)
      if (chance.next() < 0.3) drawn += line(`M${n(x + wide / 2)} ${n(top)}v-44`, colour, 3)
      if (depth > 0) drawn += windows(x, top, wide, sheet)
      x += wide
    }
  }
  return drawn
}

function windows(x: number, top: number, wide: number, { light, chance }: Sheet): string {
  let drawn = ''
  for (let y = top + 14; y < 590; y += 24) {
    for (let across = x + 8; across < x + wide - 16; across += 17) {
      if (chance.next() < 0.42)
        drawn += rect(
          across,
          y,
          8,
          12,
          chance.pick([light.accents[0], light.accents[1], light.sun]),
          `opacity="${n(chance.between(0.5, 1))}"`,
        )
    }
  }
  return drawn
}

function harbour(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  const quay = 360
  let row = ''
  for (let x = -10; x < width; ) {
    const wide = chance.between(62, 96)
    const top = quay - chance.between(110, 190)
    const wall = chance.pick([light.accents[0], light.accents[1], light.pale, light.accents[2], mix(light.pale, light.accents[0], 0.4)])
    row +=
      rect(x, top, wide, quay - top, wall) +
      path(
        `M${n(x - 4)} ${n(top)}L${n(x + wide / 2)} ${n(top - 44)}L${n(x + wide + 4)} ${n(top)}Z`,
        mix(light.shade, light.accents[0], 0.3),
      )
    for (let y = top + 18; y < quay - 30; y += 38) {
      for (const side of [0.2, 0.6])
        row +=
          rect(x + wide * side, y, wide * 0.2, 22, mix(light.shade, light.sky[0], 0.4)) +
          rect(x + wide * side, y, wide * 0.2, 22, light.sun, `opacity="${chance.next() < 0.3 ? 0.85 : 0.1}"`)
    }
    row += rect(x + wide * 0.4, quay - 30, wide * 0.2, 30, light.shade)
    x += wide
  }
  let drawn = `${sky(sheet)}<defs>${gradient('water', light.water)}</defs>${clouds(sheet, 100, 5, light.sky[2])}`
  drawn += path(ridge({ ...sheet, height: quay }, 190, 34, 4), light.land[0]) + row
  drawn += rect(0, quay, width, height - quay, 'url(#water)') + mirrored(row, quay, '.32') + rect(0, quay, width, 16, light.shade)
  drawn += ripples(sheet, quay + 20, light.sky[2], 90)
  for (let index = 0; index < 3; index++)
    drawn += sailboat(width * (0.2 + index * 0.3) + chance.between(-40, 40), 440 + index * 46, 84 + index * 22, sheet)
  return drawn
}

function street(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  const middle = width * chance.between(0.42, 0.58)
  const ground = 400
  let drawn = sky(sheet) + disc(middle, ground - 40, 240, 'url(#glow)', 'opacity=".7"')
  for (const side of [-1, 1]) {
    for (let depth = 0; depth < 5; depth++) {
      const inner = middle + side * (34 + depth ** 1.7 * 26)
      const outer = middle + side * (34 + (depth + 1) ** 1.7 * 26)
      const top = 250 - depth * 70
      const colour = mix(light.land[Math.min(3, depth)]!, light.shade, 0.25)
      drawn += path(
        `M${n(inner)} ${n(top + 26)}L${n(outer)} ${n(top - 40)}V${n(ground + depth * 26 + 40)}L${n(inner)} ${n(ground + depth * 12)}Z`,
        colour,
      )
      for (let window = 0; window < 4 + depth; window++) {
        const x = inner + (outer - inner) * chance.between(0.2, 0.7)
        drawn += rect(
          x,
          top + 50 + window * (44 + depth * 4),
          8 + depth * 4,
          16 + depth * 5,
          chance.pick([light.accents[1], light.sun, light.accents[0], colour]),
          'opacity=".9"',
        )
      }
    }
  }
  drawn += path(`M${n(middle - 36)} ${ground}H${n(middle + 36)}L${width + 80} ${height}H-80Z`, mix(light.shade, light.sky[0], 0.3))
  for (let step = 0; step < 5; step++) {
    for (const side of [-1, 1]) {
      const x = middle + side * (46 + step ** 1.8 * 22)
      const tall = 60 + step * 44
      const foot = ground + step * step * 9
      drawn +=
        line(`M${n(x)} ${n(foot)}V${n(foot - tall)}`, light.shade, 2 + step) +
        disc(x, foot - tall, 30 + step * 18, 'url(#glow)') +
        disc(x, foot - tall, 4 + step * 2, light.sun)
      drawn += line(
        `M${n(x - side * 10)} ${n(foot + 20)}v${n(30 + step * 20)}`,
        light.accents[1],
        5 + step * 3,
        'opacity=".45" filter="url(#blur)"',
      )
    }
  }
  return drawn + umbrella(middle + chance.between(-40, 40), 470, sheet)
}

function umbrella(x: number, y: number, { light }: Sheet): string {
  return (
    path(
      `M${n(x - 16)} ${n(y - 66)}Q${n(x)} ${n(y - 84)} ${n(x + 16)} ${n(y - 66)}L${n(x + 22)} ${n(y)}H${n(x - 20)}Z`,
      mix(light.shade, '#000000', 0.3),
    ) +
    rect(x - 12, y - 4, 8, 44, '#1d1a22') +
    rect(x + 4, y - 4, 8, 44, '#1d1a22') +
    path(
      `M${n(x - 58)} ${n(y - 78)}C${n(x - 50)} ${n(y - 140)} ${n(x + 50)} ${n(y - 140)} ${n(x + 58)} ${n(y - 78)}Q${n(x + 38)} ${n(y - 90)} ${n(x + 20)} ${n(y - 78)}Q${n(x)} ${n(y - 90)} ${n(x - 20)} ${n(y - 78)}Q${n(x - 38)} ${n(y - 90)} ${n(x - 58)} ${n(y - 78)}Z`,
      light.accents[0],
    )
  )
}

function strait(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  const shore = 370
  let town = ''
  for (let x = -20; x < width + 20; x += chance.between(18, 34))
    town += rect(x, shore - chance.between(16, 64), chance.between(18, 38), 90, light.land[2])
  for (const part of [chance.between(0.18, 0.34), chance.between(0.6, 0.8)])
    town += domes(width * part, shore - 30, chance.between(0.8, 1.3), light.land[3])
  let drawn = `${sky(sheet)}<defs>${gradient('water', light.water)}</defs>`
  drawn +=
    sun(width * 0.5, 230, 40, light.sun) +
    clouds(sheet, 120, 5, light.sky[2]) +
    path(ridge({ ...sheet, height: shore }, shore - 60, 26, 5), light.land[1]) +
    town
  drawn += rect(0, shore, width, height - shore, 'url(#water)') + mirrored(`<g>${town}</g>`, shore, '.25')
  drawn +=
    ripples(sheet, shore, light.sun, 70, width * 0.5) +
    ripples(sheet, shore, light.sky[2], 70) +
    ferry(width * chance.between(0.3, 0.6), 470, sheet)
  for (let index = 0; index < 9; index++)
    drawn += gull(chance.between(0, width), chance.between(80, 420), chance.between(8, 20), light.pale)
  return drawn
}

function domes(x: number, y: number, size: number, colour: string): string {
  const half = (dx: number, radius: number, up: number): string => {
    const [middle, foot, reach] = [x + dx * size, y - up * size, radius * size]
    return path(`M${n(middle - reach)} ${n(foot)}A${n(reach)} ${n(reach * 0.86)} 0 0 1 ${n(middle + reach)} ${n(foot)}Z`, colour)
  }
  let drawn = rect(x - 96 * size, y - 30 * size, 192 * size, 80, colour) + rect(x - 56 * size, y - 62 * size, 112 * size, 60 * size, colour)
  drawn += half(0, 54, 60) + half(-66, 30, 29) + half(66, 30, 29) + half(-102, 18, 10) + half(102, 18, 10)
  for (const side of [-128, 128])
    drawn +=
      rect(x + side * size - 3, y - 165 * size, 6, 215 * size, colour) +
      path(`M${n(x + side * size - 5)} ${n(y - 164 * size)}l5 -40l5 40Z`, colour) +
      rect(x + side * size - 7, y - 112 * size, 14, 5, colour)
  return drawn + line(`M${n(x)} ${n(y - 104 * size)}v-22`, colour, 3)
}

function ferry(x: number, y: number, { light }: Sheet): string {
  let drawn =
    path(`M${n(x - 130)} ${n(y)}H${n(x + 140)}L${n(x + 116)} ${n(y + 34)}H${n(x - 112)}Z`, light.pale) +
    rect(x - 126, y + 12, 250, 7, light.accents[2])
  drawn +=
    rect(x - 96, y - 30, 190, 30, mix(light.pale, light.shade, 0.12)) +
    rect(x - 62, y - 54, 116, 26, light.pale) +
    rect(x - 8, y - 96, 30, 44, light.accents[0]) +
    rect(x - 8, y - 84, 30, 8, light.pale)
  for (let window = 0; window < 9; window++) drawn += rect(x - 86 + window * 20, y - 22, 12, 13, light.shade)
  return drawn + oval(x + 60, y - 128, 60, 16, light.pale, 'opacity=".5" filter="url(#blur)"')
}

export function gull(x: number, y: number, size: number, colour: string): string {
  return line(
    `M${n(x - size)} ${n(y - size * 0.2)}Q${n(x - size * 0.4)} ${n(y - size * 0.7)} ${n(x)} ${n(y)}Q${n(x + size * 0.4)} ${n(y - size * 0.7)} ${n(x + size)} ${n(y - size * 0.3)}`,
    colour,
    size * 0.16,
  )
}

function lighthouse(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  const x = width * chance.between(0.55, 0.75)
  let drawn = `${sky(sheet)}<defs>${gradient('water', light.water)}</defs>${clouds(sheet, 150, 7, light.sky[2])}`
  drawn += rect(0, 400, width, height - 400, 'url(#water)') + ripples(sheet, 400, light.pale, 140)
  drawn +=
    path(`M${n(x - 25)} 142L-60 40V250Z`, light.sun, 'opacity=".28"') +
    path(`M${n(x + 25)} 142L${width + 60} 60V240Z`, light.sun, 'opacity=".22"')
  drawn +=
    path(
      `M${n(x - 250)} ${height}Q${n(x - 170)} 440 ${n(x - 60)} 424L${n(x + 90)} 418Q${n(x + 200)} 450 ${width + 60} 480V${height}Z`,
      light.land[3],
    ) + path(`M${n(x - 200)} ${height}Q${n(x - 90)} 470 ${n(x + 30)} 470T${width + 60} 540V${height}Z`, light.land[2])
  drawn += path(`M${n(x - 38)} 424L${n(x - 24)} 170H${n(x + 24)}L${n(x + 38)} 424Z`, light.pale)
  for (const band of [200, 270, 340])
    drawn += path(
      `M${n(x - 26 - (band - 200) * 0.05)} ${band}H${n(x + 26 + (band - 200) * 0.05)}l3 36H${n(x - 29 - (band - 200) * 0.05)}Z`,
      light.accents[0],
    )
  drawn +=
    rect(x - 30, 160, 60, 12, light.shade) +
    rect(x - 19, 122, 38, 40, light.sun) +
    path(`M${n(x - 26)} 124Q${n(x)} 84 ${n(x + 26)} 124Z`, light.accents[0]) +
    disc(x, 142, 90, 'url(#glow)')
  return drawn + rect(x + 44, 376, 76, 46, light.pale) + path(`M${n(x + 36)} 378l46 -34l46 34Z`, light.accents[0])
}

function viaduct(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  let drawn = sky(sheet) + sun(width * 0.25, 140, 28, light.sun) + clouds(sheet, 110, 5, light.sky[2])
  drawn += path(ridge(sheet, 270, 40, 5), light.land[0]) + path(ridge(sheet, 350, 30, 5), light.land[1])
  drawn += rect(-10, 290, width + 20, 26, light.pale)
  for (let x = -30; x < width; x += 96)
    drawn += path(
      `M${n(x)} 300H${n(x + 96)}V560H${n(x + 78)}V390A30 38 0 0 0 ${n(x + 18)} 390V560H${n(x)}Z`,
      mix(light.pale, light.shade, 0.18),
    )
  for (let car = 0; car < 5; car++) {
    const x = width * 0.12 + car * 118
    drawn += rect(x, 240, 110, 48, car === 4 ? light.accents[0] : light.accents[2], 'rx="6"') + rect(x, 272, 110, 5, light.pale)
    for (let window = 0; window < 5; window++) drawn += rect(x + 10 + window * 19, 250, 12, 14, light.sun)
  }
  for (let puff = 0; puff < 9; puff++)
    drawn += oval(
      width * 0.12 + 560 - puff * 42,
      214 - puff * 9,
      24 + puff * 7,
      15 + puff * 3,
      light.pale,
      'opacity=".5" filter="url(#blur)"',
    )
  drawn += path(ridge(sheet, 480, 30, 5), light.land[2]) + path(ridge(sheet, 550, 16, 4), light.land[3])
  for (let index = 0; index < 6; index++)
    drawn += tree(
      chance.between(0, width),
      540 + chance.between(0, 40),
      chance.between(70, 130),
      mix(light.land[3], '#000000', 0.3),
      [light.accents[1], light.land[1], light.land[2]],
      chance,
    )
  return drawn + rect(0, height - 8, width, 8, light.land[3])
}

export const scenesOfTowns: Readonly<Record<string, Scene>> = { skyline, harbour, street, strait, lighthouse, viaduct }
