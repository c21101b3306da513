import type { Scene, Sheet } from './drawing.ts'
import { disc, glow, gradient, line, mix, n, oval, path, rect, soft } from './shapes.ts'

/** A wall, a table and light from one side: what every still life stands on. */
function room({ width, height, light, chance }: Sheet, edge = 390): string {
  const wall = mix(light.sky[1], light.pale, 0.45)
  const side = chance.next() < 0.5 ? 0.15 : 0.85
  return (
    `<defs>${gradient('wall', [mix(wall, light.shade, 0.35), wall])}${gradient('table', [mix('#b98a5c', light.shade, 0.15), mix('#8a5d38', light.shade, 0.35)])}${glow('glow', light.sun)}${soft('blur', 14)}${soft('shadow', 9)}</defs>` +
    rect(0, 0, width, height, 'url(#wall)') +
    disc(width * side, 120, 420, 'url(#glow)', 'opacity=".75"') +
    rect(0, edge, width, height - edge, 'url(#table)') +
    Array.from({ length: 14 }, () =>
      line(
        `M${n(chance.between(-100, width))} ${n(chance.between(edge + 10, height))}h${n(chance.between(80, 300))}`,
        light.land[3],
        1.6,
        'opacity=".22"',
      ),
    ).join('')
  )
}

function shadow(x: number, y: number, wide: number, tall: number): string {
  return oval(x, y, wide, tall, '#1a1210', 'opacity=".45" filter="url(#shadow)"')
}

function loaf(sheet: Sheet): string {
  const { width, light, chance } = sheet
  const x = width * chance.between(0.45, 0.55)
  const crust = mix('#a35a25', light.accents[0], 0.25)
  let drawn = room(sheet) + shadow(x, 500, 310, 40)
  drawn += path(`M${n(x - 320)} 470L${n(x + 300)} 452L${n(x + 340)} 520L${n(x - 300)} 540Z`, mix('#8a5a34', light.shade, 0.2))
  drawn += path(
    `M${n(x - 260)} 480C${n(x - 290)} 300 ${n(x - 110)} 230 ${n(x + 10)} 236C${n(x + 170)} 240 ${n(x + 270)} 330 ${n(x + 250)} 472C${n(x + 120)} 516 ${n(x - 130)} 520 ${n(x - 260)} 480Z`,
    crust,
  )
  drawn += path(
    `M${n(x - 230)} 400C${n(x - 210)} 310 ${n(x - 90)} 260 ${n(x + 10)} 258C${n(x + 110)} 262 ${n(x + 190)} 300 ${n(x + 220)} 360C${n(x + 80)} 290 ${n(x - 110)} 310 ${n(x - 230)} 400Z`,
    mix(crust, '#f2c078', 0.45),
    'opacity=".8"',
  )
  for (let cut = 0; cut < 4; cut++) {
    const at = x - 150 + cut * 90
    drawn +=
      path(`M${n(at - 36)} 420Q${n(at)} 330 ${n(at + 74)} 282Q${n(at + 44)} 350 ${n(at - 2)} 424Z`, '#f3dcae') +
      line(`M${n(at - 36)} 420Q${n(at)} 330 ${n(at + 74)} 282`, mix(crust, '#3a1c0c', 0.55), 6)
  }
  for (let dust = 0; dust < 150; dust++)
    drawn += disc(
      x + chance.between(-240, 230),
      chance.between(280, 540),
      chance.between(1, 3),
      '#fff6e2',
      `opacity="${n(chance.between(0.3, 0.8))}"`,
    )
  return drawn + knife(x + 60, 552, light.shade)
}

function knife(x: number, y: number, handle: string): string {
  return (
    path(
      `M${n(x - 180)} ${n(y)}L${n(x + 60)} ${n(y - 14)}L${n(x + 62)} ${n(y + 8)}Q${n(x - 80)} ${n(y + 24)} ${n(x - 180)} ${n(y)}Z`,
      '#d9dee0',
    ) + rect(x + 58, y - 16, 120, 24, handle, 'rx="10"')
  )
}

function crumb(sheet: Sheet): string {
  const { width, light, chance } = sheet
  const x = width * 0.5
  let drawn = room(sheet, 60) + shadow(x, 330, 300, 230)
  drawn += path(
    `M${n(x - 280)} 470C${n(x - 320)} 200 ${n(x - 180)} 100 ${n(x)} 100C${n(x + 190)} 100 ${n(x + 310)} 220 ${n(x + 276)} 470C${n(x + 120)} 520 ${n(x - 130)} 520 ${n(x - 280)} 470Z`,
    '#8c4c20',
  )
  drawn += path(
    `M${n(x - 252)} 452C${n(x - 290)} 220 ${n(x - 170)} 128 ${n(x)} 128C${n(x + 176)} 128 ${n(x + 280)} 236 ${n(x + 250)} 452C${n(x + 110)} 494 ${n(x - 120)} 494 ${n(x - 252)} 452Z`,
    mix('#f1dcb2', light.pale, 0.3),
  )
  for (let hole = 0; hole < 130; hole++) {
    const turn = chance.next() * Math.PI * 2
    const reach = Math.sqrt(chance.next())
    const size = chance.next() ** 2.4 * 22 + 4
    drawn += oval(
      x + Math.cos(turn) * reach * 220,
      310 + Math.sin(turn) * reach * 158,
      size * chance.between(1, 1.7),
      size,
      chance.pick(['#cfae78', '#b98f56', '#dcc190']),
      `transform="rotate(${n(chance.between(-25, 25))} ${n(x)} 310)"`,
    )
  }
  return drawn
}

function bowl(sheet: Sheet): string {
  const { width, light, chance } = sheet
  const x = width * chance.between(0.44, 0.56)
  const soup = chance.pick([light.accents[0], light.accents[1], mix(light.accents[0], light.accents[1], 0.5)])
  let drawn =
    room(sheet, 30) +
    shadow(x + 12, 340, 268, 226) +
    disc(x, 316, 250, mix(light.pale, light.accents[2], 0.35)) +
    disc(x, 312, 236, light.pale) +
    disc(x, 316, 206, mix(soup, light.shade, 0.35)) +
    disc(x, 312, 200, soup)
  drawn += path(
    `M${n(x - 120)} 290C${n(x - 60)} 210 ${n(x + 80)} 220 ${n(x + 100)} 300S${n(x - 20)} 400 ${n(x - 50)} 350S${n(x + 40)} 280 ${n(x + 50)} 320`,
    'none',
    `stroke="${light.pale}" stroke-width="16" stroke-linecap="round" opacity=".85"`,
  )
  for (let piece = 0; piece < 26; piece++) {
    const turn = chance.next() * Math.PI * 2
    const reach = Math.sqrt(chance.next()) * 160
    const [px, py] = [x + Math.cos(turn) * reach, 312 + Math.sin(turn) * reach]
    if (piece % 3 === 0)
      drawn += path(
        `M${n(px)} ${n(py)}q18 -26 36 0q-18 26 -36 0Z`,
        '#4f7a3a',
        `transform="rotate(${n(chance.between(0, 360))} ${n(px)} ${n(py)})"`,
      )
    else drawn += disc(px, py, chance.between(4, 11), chance.pick([light.accents[1], '#f6e3a6', light.accents[0], '#6d8b45']))
  }
  drawn +=
    line(`M${n(x + 290)} 90L${n(x + 318)} 430`, '#d9d6ce', 14) +
    oval(x + 284, 84, 30, 46, '#e6e3dc', `transform="rotate(-6 ${n(x + 284)} 84)"`)
  return drawn + path(`M${n(x - 400)} 400L${n(x - 270)} 420L${n(x - 250)} 600H${n(x - 440)}Z`, light.accents[2], 'opacity=".85"')
}

function cup(sheet: Sheet): string {
  const { width, light, chance } = sheet
  const x = width * chance.between(0.4, 0.6)
  const glaze = chance.pick(light.accents)
  let drawn =
    room(sheet) +
    windowPane(width * 0.08, sheet) +
    shadow(x + 10, 508, 190, 26) +
    oval(x, 500, 170, 24, mix(glaze, light.pale, 0.5)) +
    oval(x, 495, 150, 17, mix(glaze, light.pale, 0.7))
  drawn += line(`M${n(x + 100)} 350C${n(x + 190)} 330 ${n(x + 190)} 460 ${n(x + 84)} 448`, glaze, 20)
  drawn += path(
    `M${n(x - 118)} 320H${n(x + 118)}C${n(x + 116)} 430 ${n(x + 80)} 492 ${n(x + 50)} 496H${n(x - 50)}C${n(x - 80)} 492 ${n(x - 116)} 430 ${n(x - 118)} 320Z`,
    glaze,
  )
  drawn += path(
    `M${n(x - 100)} 330C${n(x - 98)} 420 ${n(x - 70)} 480 ${n(x - 46)} 488C${n(x - 66)} 440 ${n(x - 72)} 380 ${n(x - 70)} 332Z`,
    mix(glaze, '#ffffff', 0.45),
    'opacity=".7"',
  )
  drawn += oval(x, 320, 118, 22, mix(glaze, light.pale, 0.5)) + oval(x, 322, 106, 17, '#5a3420') + oval(x - 20, 320, 46, 8, '#8b5a36')
  for (let wisp = 0; wisp < 3; wisp++) {
    const at = x - 50 + wisp * 50
    drawn += line(
      `M${n(at)} 296C${n(at - 36)} 240 ${n(at + 40)} 210 ${n(at)} 150S${n(at + 20)} 80 ${n(at - 10)} 50`,
      '#ffffff',
      12,
      'opacity=".3" filter="url(#shadow)"',
    )
  }
  return drawn
}

function windowPane(x: number, { light }: Sheet): string {
  return (
    `<defs>${gradient('outside', light.sky)}</defs>` +
    rect(x, 30, 270, 300, light.pale) +
    rect(x + 14, 44, 242, 272, 'url(#outside)') +
    path(`M${n(x + 14)} 250Q${n(x + 90)} 200 ${n(x + 160)} 240T${n(x + 256)} 226V316H${n(x + 14)}Z`, light.land[2]) +
    rect(x + 130, 40, 10, 280, light.pale) +
    rect(x + 10, 170, 250, 10, light.pale)
  )
}

function fruit(sheet: Sheet): string {
  const { width, light, chance } = sheet
  const x = width * 0.5
  let drawn = room(sheet) + shadow(x, 520, 300, 34)
  const kinds = ['#e9b82e', '#d8572f', '#b8342d', '#7f9a3c', '#e88a2c']
  const own = chance.shuffle(kinds).slice(0, 3)
  for (let row = 0; row < 3; row++) {
    for (let index = 0; index < 5 - row; index++) {
      const px = x - (4 - row) * 52 + index * 104 + chance.between(-12, 12)
      const py = 420 - row * 74 + chance.between(-8, 8)
      const colour = chance.pick(own)
      drawn +=
        disc(px, py, 62, mix(colour, '#3a1710', 0.3)) +
        disc(px - 5, py - 6, 56, colour) +
        oval(px - 22, py - 26, 16, 11, mix(colour, '#ffffff', 0.6), 'opacity=".85"')
      if (chance.next() < 0.4) drawn += path(`M${n(px)} ${n(py - 54)}q34 -38 62 -14q-26 26 -62 14Z`, '#4f7a3a')
    }
  }
  drawn += path(
    `M${n(x - 290)} 440C${n(x - 250)} 540 ${n(x - 120)} 560 ${n(x)} 560S${n(x + 250)} 540 ${n(x + 290)} 440C${n(x + 150)} 480 ${n(x - 150)} 480 ${n(x - 290)} 440Z`,
    mix(light.pale, light.accents[2], 0.3),
  )
  return (
    drawn + line(`M${n(x - 280)} 452C${n(x - 140)} 492 ${n(x + 140)} 492 ${n(x + 280)} 452`, mix(light.accents[2], light.shade, 0.2), 8)
  )
}

function pots(sheet: Sheet): string {
  const { width, light, chance } = sheet
  let drawn = room(sheet, 470) + windowPane(width * 0.32, sheet)
  for (let index = 0; index < 4; index++) {
    const x = width * (0.14 + index * 0.24) + chance.between(-14, 14)
    const leaf = chance.pick(['#5f8f3e', '#3f7a4a', '#7da04a', '#4a8560'])
    for (let stem = 0; stem < 22; stem++) {
      const reach = chance.between(-90, 90)
      const up = chance.between(80, 210)
      drawn += line(`M${n(x)} 430Q${n(x + reach * 0.3)} ${n(430 - up * 0.7)} ${n(x + reach)} ${n(430 - up)}`, mix(leaf, '#1e3a1e', 0.3), 3)
      drawn += oval(
        x + reach,
        430 - up,
        chance.between(12, 24),
        chance.between(7, 12),
        mix(leaf, light.sun, chance.between(0, 0.35)),
        `transform="rotate(${n(chance.between(0, 180))} ${n(x + reach)} ${n(430 - up)})"`,
      )
    }
    const clay = chance.pick([light.accents[0], '#b5683f', light.accents[2], light.pale])
    drawn +=
      shadow(x + 8, 534, 66, 12) +
      path(`M${n(x - 64)} 430H${n(x + 64)}L${n(x + 46)} 534H${n(x - 46)}Z`, clay) +
      rect(x - 70, 418, 140, 26, mix(clay, '#ffffff', 0.15)) +
      path(`M${n(x - 56)} 446H${n(x - 30)}L${n(x - 26)} 532H${n(x - 42)}Z`, mix(clay, '#ffffff', 0.3), 'opacity=".6"')
  }
  return drawn
}

function flowers(sheet: Sheet): string {
  const { width, light, chance } = sheet
  const x = width * chance.between(0.42, 0.58)
  let drawn = room(sheet, 450)
  const heads = Array.from({ length: 15 }, () => [x + chance.between(-190, 190), chance.between(70, 300)] as const)
  for (const [px, py] of heads)
    drawn += line(`M${n(x + (px - x) * 0.12)} 390Q${n(x + (px - x) * 0.3)} ${n(py + 110)} ${n(px)} ${n(py)}`, '#55793f', 6)
  for (let leaf = 0; leaf < 30; leaf++) {
    const [px, py] = [x + chance.between(-150, 150), chance.between(210, 390)]
    drawn += oval(
      px,
      py,
      34,
      11,
      chance.pick(['#6b8f47', '#4c7440', '#86a55a']),
      `transform="rotate(${n(chance.between(-70, 70))} ${n(px)} ${n(py)})"`,
    )
  }
  for (const [px, py] of heads) {
    const colour = chance.pick([light.accents[0], light.accents[1], light.pale, mix(light.accents[0], light.pale, 0.5), light.accents[2]])
    for (let petal = 0; petal < 10; petal++)
      drawn += oval(px, py - 24, 14, 28, mix(colour, '#ffffff', (petal % 3) * 0.12), `transform="rotate(${petal * 36} ${n(px)} ${n(py)})"`)
    drawn += disc(px, py, 13, mix(light.accents[1], light.shade, 0.3))
  }
  drawn +=
    shadow(x, 548, 100, 18) +
    path(
      `M${n(x - 46)} 368H${n(x + 46)}C${n(x + 40)} 420 ${n(x + 110)} 440 ${n(x + 96)} 510Q${n(x + 80)} 552 ${n(x)} 552T${n(x - 96)} 510C${n(x - 110)} 440 ${n(x - 40)} 420 ${n(x - 46)} 368Z`,
      light.accents[2],
    )
  return (
    drawn +
    path(
      `M${n(x - 78)} 470Q${n(x - 70)} 430 ${n(x - 44)} 410Q${n(x - 60)} 470 ${n(x - 54)} 530Q${n(x - 76)} 510 ${n(x - 78)} 470Z`,
      '#ffffff',
      'opacity=".35"',
    )
  )
}

function books(sheet: Sheet): string {
  const { width, light, chance } = sheet
  const x = width * 0.46
  let drawn = room(sheet, 460)
  let y = 540
  for (let book = 0; book < 6; book++) {
    const thick = chance.between(32, 54)
    const half = chance.between(150, 220)
    const at = x + chance.between(-30, 30)
    const cover = chance.pick([...light.accents, light.shade, mix(light.accents[0], light.shade, 0.5), light.land[2]])
    y -= thick
    drawn +=
      rect(at - half, y, half * 2, thick - 2, cover, 'rx="4"') +
      rect(at + half - 20, y + 6, 18, thick - 14, light.pale) +
      rect(at - half + 30, y + thick * 0.35, 90, thick * 0.22, light.accents[1], 'opacity=".75"')
  }
  drawn += path(
    `M${n(x - 120)} ${n(y - 6)}Q${n(x - 60)} ${n(y - 60)} ${n(x)} ${n(y - 16)}Q${n(x + 60)} ${n(y - 60)} ${n(x + 120)} ${n(y - 6)}L${n(x + 110)} ${n(y + 2)}H${n(x - 110)}Z`,
    light.pale,
  )
  const lamp = width * 0.8
  drawn += disc(lamp, 210, 330, 'url(#glow)') + line(`M${n(lamp)} 540V220`, light.shade, 12) + oval(lamp, 544, 80, 14, light.shade)
  return drawn + path(`M${n(lamp - 54)} 110H${n(lamp + 54)}L${n(lamp + 104)} 240H${n(lamp - 104)}Z`, mix(light.accents[1], '#ffffff', 0.35))
}

export const scenesOfTables: Readonly<Record<string, Scene>> = { loaf, crumb, bowl, cup, fruit, pots, flowers, books }
