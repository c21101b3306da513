import type { Scene, Sheet } from './drawing.ts'
import {
  clouds,
  disc,
  gradient,
  line,
  mirrored,
  mix,
  n,
  oval,
  path,
  peaks,
  pine,
  rect,
  ridge,
  ripples,
  sky,
  stars,
  sun,
  tree,
} from './shapes.ts'

function hills(sheet: Sheet): string {
  const { width, light, chance } = sheet
  const sunX = width * chance.between(0.2, 0.8)
  let drawn = sky(sheet) + sun(sunX, chance.between(170, 250), 34, light.sun) + clouds(sheet, 120, 4, light.sky[2])
  light.land.forEach((colour, index) => {
    const y = 290 + index * 82
    drawn += path(ridge(sheet, y, 46 - index * 4, 5 + index), colour)
    drawn += rect(0, y + 20, width, 90, light.sky[2], `opacity="${0.16 - index * 0.035}" filter="url(#blur)"`)
  })
  const foot = 560
  for (let index = 0; index < 5; index++) {
    const x = width * chance.between(0.04, 0.96)
    drawn += tree(
      x,
      foot + chance.between(0, 30),
      chance.between(90, 150),
      mix(light.land[3], '#000000', 0.3),
      [light.land[1], light.land[2], light.land[3]],
      chance,
    )
  }
  return drawn
}

function sea(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  const middle = width * chance.between(0.3, 0.7)
  const horizon = 330
  let drawn = `${sky(sheet)}<defs>${gradient('water', light.water)}</defs>`
  drawn += sun(middle, 245, 40, light.sun) + clouds(sheet, 110, 6, light.sky[2])
  drawn += path(ridge({ ...sheet, height: horizon }, horizon - 26, 18, 4), mix(light.land[0], light.sky[2], 0.25))
  drawn += rect(0, horizon, width, height - horizon, 'url(#water)')
  drawn += ripples(sheet, horizon, mix(light.water[1], '#000000', 0.2), 130) + ripples(sheet, horizon, light.sun, 90, middle)
  const boats = chance.whole(1, 3)
  for (let index = 0; index < boats; index++) {
    drawn += sailboat(middle + chance.between(-0.4, 0.4) * width, horizon + 18 + index * 52, 60 + index * 55, sheet)
  }
  return drawn
}

export function sailboat(x: number, y: number, size: number, { light }: Sheet): string {
  const hull = `M${n(x - size * 0.5)} ${n(y)}L${n(x + size * 0.55)} ${n(y)}L${n(x + size * 0.36)} ${n(y + size * 0.17)}L${n(x - size * 0.36)} ${n(y + size * 0.17)}Z`
  const main = `M${n(x + size * 0.02)} ${n(y - size * 1.25)}L${n(x + size * 0.5)} ${n(y - size * 0.1)}L${n(x + size * 0.02)} ${n(y - size * 0.1)}Z`
  const jib = `M${n(x - size * 0.04)} ${n(y - size * 1.1)}L${n(x - size * 0.46)} ${n(y - size * 0.1)}L${n(x - size * 0.04)} ${n(y - size * 0.1)}Z`
  return (
    oval(x, y + size * 0.3, size * 0.5, size * 0.08, mix(light.water[1], '#000000', 0.35), 'opacity=".5"') +
    line(`M${n(x)} ${n(y)}V${n(y - size * 1.3)}`, light.shade, size * 0.03) +
    path(main, light.pale) +
    path(jib, mix(light.pale, light.accents[0], 0.55)) +
    path(hull, light.accents[0])
  )
}

function lake(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  const shore = 350
  let land = path(peaks(sheet, shore, 240, 4), light.land[0])
  land += path(peaks(sheet, shore, 150, 6), light.land[1])
  for (let x = -10; x < width + 20; x += chance.between(14, 30))
    land += pine(x, shore + 4, chance.between(28, 84), light.land[chance.whole(2, 3)]!, chance)
  land = `<g clip-path="url(#above)">${land}</g>`
  const clip = `<clipPath id="above"><rect x="-60" y="0" width="${width + 120}" height="${shore}"/></clipPath>`
  let drawn = `${sky(sheet)}<defs>${gradient('water', [light.sky[2], light.water[0], light.water[1]])}${clip}</defs>`
  drawn += sun(width * chance.between(0.55, 0.8), 150, 26, light.sun) + clouds(sheet, 90, 3, light.sky[2]) + land
  drawn += rect(0, shore, width, height - shore, 'url(#water)') + mirrored(land, shore, '.55')
  drawn += ripples(sheet, shore, light.sky[2], 110)
  drawn += rect(0, shore - 6, width, 12, light.sky[2], 'opacity=".35" filter="url(#blur)"')
  return drawn + jetty(sheet, width * chance.between(0.15, 0.4))
}

function jetty({ height, light }: Sheet, x: number): string {
  const wood = mix(light.shade, '#2a1d14', 0.3)
  let drawn = path(`M${n(x)} 410L${n(x + 26)} 410L${n(x + 150)} ${height}L${n(x - 60)} ${height}Z`, mix(wood, light.pale, 0.25))
  for (let step = 0; step < 9; step++) {
    const part = (step / 9) ** 1.7
    drawn += line(`M${n(x - 60 * part)} ${n(412 + part * 190)}L${n(x + 26 + 124 * part)} ${n(412 + part * 190)}`, wood, 2 + part * 5)
  }
  return drawn + rect(x - 22, 430, 8, 70, wood) + rect(x + 60, 430, 8, 70, wood)
}

function forest(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  let drawn = sky(sheet) + sun(width * chance.between(0.3, 0.7), 170, 30, light.sun)
  light.land.forEach((colour, index) => {
    const y = 380 + index * 66
    drawn += path(ridge(sheet, y, 22, 6), colour)
    for (let x = chance.between(-20, 20); x < width + 30; x += chance.between(20, 46) + index * 18) {
      drawn += pine(x, y + chance.between(0, 40), chance.between(110, 190) + index * 62, colour, chance)
    }
    if (index < 3) drawn += rect(0, y - 20, width, 100, light.sky[2], 'opacity=".42" filter="url(#blur)"')
  })
  return drawn + rect(0, height - 40, width, 40, mix(light.land[3], '#000000', 0.25))
}

function field(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  const horizon = 285
  const far = width * chance.between(0.35, 0.65)
  let drawn = sky(sheet) + sun(width * chance.between(0.1, 0.9), 140, 30, light.sun) + clouds(sheet, 110, 6, light.sky[2])
  drawn += path(ridge(sheet, horizon - 12, 24, 6), light.land[0]) + path(ridge(sheet, horizon + 8, 8, 4), light.land[1])
  drawn += rect(0, horizon + 14, width, height, light.land[2])
  for (let row = -16; row <= 16; row++) {
    const foot = far + row * 92
    drawn += path(
      `M${n(far + row * 7)} ${horizon + 14}L${n(foot - 24)} ${height}L${n(foot + 30)} ${height}Z`,
      row % 2 ? light.land[3] : light.accents[2],
      'opacity=".6"',
    )
  }
  for (let dab = 0; dab < 420; dab++) {
    const depth = chance.next() ** 0.8
    const y = horizon + 24 + depth * (height - horizon)
    drawn += disc(
      chance.between(0, width),
      y,
      1 + depth * 6,
      chance.pick([light.accents[0], light.accents[1], light.accents[2], light.pale]),
      `opacity="${n(chance.between(0.6, 1))}"`,
    )
  }
  return (
    drawn +
    tree(
      width * chance.between(0.62, 0.85),
      horizon + 40,
      190,
      mix(light.land[3], '#000000', 0.3),
      [light.land[1], light.land[2], light.land[3]],
      chance,
    )
  )
}

function snow(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  let drawn = sky(sheet) + sun(width * 0.72, 190, 30, light.sun)
  drawn += path(peaks(sheet, 330, 190, 3), light.land[0]) + path(ridge(sheet, 340, 20, 5), light.land[1])
  for (let x = 0; x < width; x += chance.between(16, 40))
    drawn += pine(x, 350 + chance.between(-6, 14), chance.between(50, 110), light.land[3], chance)
  drawn += path(ridge(sheet, 400, 18, 4), light.land[2]) + path(ridge(sheet, 480, 24, 3), mix(light.land[2], light.land[0], 0.35))
  drawn += cabin(width * chance.between(0.25, 0.5), 420, sheet)
  for (let flake = 0; flake < 160; flake++)
    drawn += disc(chance.between(0, width), chance.between(0, height), chance.between(1, 3.4), '#ffffff', 'opacity=".75"')
  return drawn
}

function cabin(x: number, y: number, { light }: Sheet): string {
  return (
    rect(x, y - 62, 120, 70, light.accents[0]) +
    rect(x + 48, y - 34, 24, 42, light.shade) +
    rect(x + 12, y - 44, 24, 22, '#ffdc8a') +
    rect(x + 84, y - 44, 24, 22, '#ffdc8a') +
    rect(x + 84, y - 122, 16, 36, light.shade) +
    path(`M${n(x - 16)} ${n(y - 58)}L${n(x + 60)} ${n(y - 118)}L${n(x + 136)} ${n(y - 58)}Z`, light.land[2]) +
    line(`M${n(x - 16)} ${n(y - 58)}L${n(x + 60)} ${n(y - 118)}L${n(x + 136)} ${n(y - 58)}`, light.land[0], 5)
  )
}

function heavens(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  let drawn = sky(sheet)
  let band = ''
  for (let dab = 0; dab < 90; dab++) {
    const part = chance.next()
    band += oval(
      part * width,
      60 + part * 330 + chance.between(-60, 60),
      chance.between(30, 90),
      chance.between(14, 40),
      chance.pick([light.sky[2], light.accents[2], light.pale]),
      'opacity=".16"',
    )
  }
  drawn += `<g filter="url(#blur)">${band}</g>${stars(sheet, 440, 340, light.sun)}`
  drawn += path(ridge(sheet, 440, 40, 5), light.land[1]) + path(ridge(sheet, 510, 30, 4), light.land[3])
  const x = width * chance.between(0.35, 0.6)
  drawn += disc(x, 500, 130, 'url(#glow)', 'opacity=".5"')
  drawn +=
    path(`M${n(x - 76)} 528L${n(x)} 440L${n(x + 76)} 528Z`, light.accents[0]) +
    path(`M${n(x - 22)} 528L${n(x)} 462L${n(x + 22)} 528Z`, light.accents[1])
  return drawn + rect(0, 528, width, height, light.land[3])
}

function mushrooms(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  let drawn = sky(sheet)
  for (let x = 0; x < width; x += chance.between(50, 90))
    drawn += rect(x, 0, chance.between(10, 28), 440, mix(light.land[2], light.sky[1], chance.between(0.2, 0.6)), 'filter="url(#blur)"')
  drawn += path(ridge(sheet, 420, 20, 6), light.land[2]) + path(ridge(sheet, 480, 16, 5), light.land[3])
  const caps = chance.whole(3, 5)
  for (let index = 0; index < caps; index++) {
    const size = chance.between(56, 130)
    const x = ((index + 0.5) / caps) * width + chance.between(-30, 30)
    const y = 500 + chance.between(-10, 40)
    const cap = chance.pick([light.accents[0], light.accents[1], mix(light.accents[0], light.shade, 0.4)])
    drawn += path(
      `M${n(x - size * 0.16)} ${n(y)}Q${n(x - size * 0.1)} ${n(y - size)} ${n(x - size * 0.1)} ${n(y - size * 1.1)}H${n(x + size * 0.12)}Q${n(x + size * 0.1)} ${n(y - size * 0.6)} ${n(x + size * 0.2)} ${n(y)}Z`,
      light.pale,
    )
    drawn += path(
      `M${n(x - size * 0.75)} ${n(y - size)}C${n(x - size * 0.6)} ${n(y - size * 1.8)} ${n(x + size * 0.6)} ${n(y - size * 1.8)} ${n(x + size * 0.75)} ${n(y - size)}Q${n(x)} ${n(y - size * 0.82)} ${n(x - size * 0.75)} ${n(y - size)}Z`,
      cap,
    )
    drawn += oval(x - size * 0.2, y - size * 1.38, size * 0.22, size * 0.1, mix(cap, '#ffffff', 0.4), 'opacity=".7"')
  }
  for (let blade = 0; blade < 190; blade++) {
    const x = chance.between(0, width)
    drawn += line(
      `M${n(x)} ${height}q${n(chance.between(-14, 14))} ${n(-chance.between(30, 60))} ${n(chance.between(-22, 22))} ${n(-chance.between(50, 110))}`,
      chance.pick([light.land[1], light.land[2], light.accents[2]]),
      chance.between(2, 5),
      'opacity=".85"',
    )
  }
  return drawn
}

export const scenesOfLand: Readonly<Record<string, Scene>> = { hills, sea, lake, forest, field, snow, heavens, mushrooms }
