import type { Scene, Sheet } from './drawing.ts'
import { gull } from './scenes-of-towns.ts'
import { clouds, disc, gradient, line, mix, n, oval, path, rect, ridge, ripples, sky, sun } from './shapes.ts'

function heron(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  const x = width * chance.between(0.35, 0.6)
  let drawn = `${sky(sheet)}<defs>${gradient('water', [light.sky[2], light.water[1]])}</defs>${sun(width * 0.75, 190, 44, light.sun)}${path(ridge({ ...sheet, height: 380 }, 340, 18, 6), light.land[1])}`
  drawn +=
    rect(0, 370, width, height, 'url(#water)') + ripples(sheet, 370, light.sky[2], 110) + ripples(sheet, 370, light.sun, 40, width * 0.75)
  const [grey, dark] = [mix('#8d9aa6', light.pale, 0.2), mix('#2c3440', light.shade, 0.3)]
  drawn += line(`M${n(x - 6)} 380V520M${n(x + 22)} 380L${n(x + 30)} 520`, dark, 6)
  drawn +=
    path(
      `M${n(x - 120)} 410C${n(x - 90)} 330 ${n(x - 10)} 290 ${n(x + 60)} 306C${n(x + 70)} 360 ${n(x + 20)} 400 ${n(x - 120)} 410Z`,
      grey,
    ) +
    path(
      `M${n(x - 120)} 410C${n(x - 70)} 350 ${n(x - 10)} 330 ${n(x + 40)} 340C${n(x)} 380 ${n(x - 60)} 400 ${n(x - 120)} 410Z`,
      dark,
      'opacity=".6"',
    )
  drawn +=
    line(`M${n(x + 48)} 316C${n(x + 110)} 280 ${n(x + 20)} 220 ${n(x + 66)} 172`, grey, 20) +
    oval(x + 78, 164, 26, 14, mix(grey, '#ffffff', 0.5)) +
    path(`M${n(x + 96)} 156L${n(x + 178)} 172L${n(x + 96)} 172Z`, light.accents[1]) +
    line(`M${n(x + 84)} 156Q${n(x + 40)} 148 ${n(x + 6)} 168`, dark, 5) +
    disc(x + 88, 161, 3, '#111111')
  return drawn + reeds(sheet)
}

function reeds({ width, height, light, chance }: Sheet): string {
  let drawn = ''
  for (let stem = 0; stem < 70; stem++) {
    const x = chance.next() < 0.5 ? chance.between(-10, width * 0.26) : chance.between(width * 0.76, width + 10)
    const top = chance.between(200, 430)
    const lean = chance.between(-30, 30)
    drawn += line(
      `M${n(x)} ${height}Q${n(x)} ${n(top + 120)} ${n(x + lean)} ${n(top)}`,
      chance.pick([light.land[2], light.land[3], light.accents[2]]),
      chance.between(3, 6),
    )
    if (stem % 4 === 0) drawn += line(`M${n(x + lean)} ${n(top)}l${n(lean * 0.2)} -46`, '#6b4526', 11)
  }
  return drawn
}

function robin(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  const [x, y] = [width * chance.between(0.42, 0.58), 330]
  let drawn = `${sky(sheet)}${Array.from({ length: 26 }, () => disc(chance.between(0, width), chance.between(0, height), chance.between(20, 70), chance.pick([...light.accents, light.land[1], light.sky[2]]), 'opacity=".35" filter="url(#blur)"')).join('')}`
  drawn += line(
    `M-20 ${y + 150}C${n(width * 0.3)} ${y + 90} ${n(width * 0.6)} ${y + 150} ${width + 20} ${y + 70}`,
    mix(light.shade, '#2a1a10', 0.5),
    22,
  )
  for (let leaf = 0; leaf < 20; leaf++)
    drawn += oval(
      chance.between(0, width),
      y + chance.between(60, 160),
      30,
      12,
      chance.pick([light.accents[1], light.land[2], light.accents[0]]),
      `transform="rotate(${n(chance.between(-60, 60))} ${n(width / 2)} ${y})"`,
    )
  const brown = '#7b6248'
  const breast = chance.pick(['#d9602c', '#e9b83a', '#4f86b8', '#c9473b'])
  drawn +=
    path(`M${n(x + 60)} ${y + 40}L${n(x + 220)} ${y + 110}L${n(x + 196)} ${y + 134}L${n(x + 40)} ${y + 90}Z`, mix(brown, '#000000', 0.25)) +
    oval(x, y + 30, 122, 104, brown) +
    oval(x - 18, y + 60, 96, 74, '#efe4d2') +
    disc(x - 56, y - 60, 74, brown)
  drawn +=
    path(
      `M${n(x - 126)} ${y - 56}C${n(x - 130)} ${y + 40} ${n(x - 70)} ${y + 90} ${n(x - 14)} ${y + 40}C${n(x + 20)} ${y - 10} ${n(x - 20)} ${y - 100} ${n(x - 66)} ${y - 100}Z`,
      breast,
    ) +
    path(`M${n(x - 120)} ${y - 66}l-46 14l44 12Z`, '#3a322a') +
    disc(x - 74, y - 74, 11, '#14110f') +
    disc(x - 78, y - 78, 4, '#ffffff')
  return (
    drawn +
    path(
      `M${n(x + 10)} ${y - 20}C${n(x + 120)} ${y - 20} ${n(x + 150)} ${y + 70} ${n(x + 170)} ${y + 110}C${n(x + 80)} ${y + 110} ${n(x + 10)} ${y + 70} ${n(x + 10)} ${y - 20}Z`,
      mix(brown, '#000000', 0.3),
    ) +
    line(`M${n(x - 10)} ${y + 120}v26m30 -30v28`, '#3a322a', 7)
  )
}

function flock(sheet: Sheet): string {
  const { width, light, chance } = sheet
  let drawn = `${sky(sheet)}${sun(width * chance.between(0.3, 0.7), 330, 60, light.sun)}${clouds(sheet, 180, 6, light.sky[2])}`
  const lead = [width * 0.68, 130] as const
  for (let bird = 0; bird < 9; bird++) {
    for (const side of bird === 0 ? [1] : [-1, 1])
      drawn += gull(lead[0] - bird * 48, lead[1] + side * bird * 20 + bird * 10, 26 + chance.between(-4, 4), light.land[3])
  }
  drawn +=
    path(ridge(sheet, 440, 24, 5), light.land[1]) +
    path(ridge(sheet, 500, 18, 5), light.land[2]) +
    path(ridge(sheet, 550, 12, 5), light.land[3])
  return drawn + reeds(sheet)
}

function cat(sheet: Sheet): string {
  const { width, light, chance } = sheet
  const x = width * chance.between(0.42, 0.58)
  const fur = chance.pick(['#3a3236', '#b8763c', '#8d8a88', '#e9ddcb'])
  let drawn = `${sky(sheet)}${sun(width * 0.75, 140, 36, light.sun)}${path(ridge(sheet, 400, 30, 5), light.land[1])}${path(ridge(sheet, 450, 20, 5), light.land[2])}${rect(0, 500, width, 100, light.pale)}${rect(0, 500, width, 12, light.shade, 'opacity=".3"')}`
  drawn +=
    line(`M${n(x + 90)} 490C${n(x + 230)} 500 ${n(x + 230)} 380 ${n(x + 180)} 350`, fur, 34) +
    path(`M${n(x - 110)} 506C${n(x - 130)} 380 ${n(x - 60)} 270 ${n(x)} 270S${n(x + 140)} 380 ${n(x + 120)} 506Z`, fur) +
    oval(x, 230, 96, 84, fur)
  for (const side of [-1, 1]) {
    drawn +=
      path(`M${n(x + side * 90)} 215L${n(x + side * 92)} 112L${n(x + side * 26)} 158Z`, fur) +
      path(`M${n(x + side * 80)} 195L${n(x + side * 82)} 135L${n(x + side * 44)} 162Z`, mix(fur, '#e8a0a0', 0.5))
    drawn +=
      oval(x + side * 38, 222, 19, 15, '#e7c64c') +
      oval(x + side * 38, 222, 6, 14, '#1a1614') +
      line(`M${n(x + side * 40)} 262l${n(side * 90)} -10m${n(-side * 90)} 20l${n(side * 90)} 8`, mix(fur, '#ffffff', 0.6), 2.4) +
      oval(x + side * 42, 500, 36, 18, mix(fur, '#ffffff', 0.2))
  }
  return drawn + path(`M${n(x - 10)} 250h20l-10 12Z`, '#c9777a') + line(`M${n(x)} 262q-12 16 -24 8m24 -8q12 16 24 8`, '#4a3436', 3)
}

export const scenesOfAnimals: Readonly<Record<string, Scene>> = { heron, robin, flock, cat }
