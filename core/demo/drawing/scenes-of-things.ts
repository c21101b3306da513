import type { Scene, Sheet } from './drawing.ts'
import { disc, glow, gradient, line, mix, n, oval, path, rect, soft } from './shapes.ts'

function bicycle(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  const wall = mix(light.accents[1], light.pale, 0.35)
  let drawn = `<defs>${soft('shadow', 8)}${glow('glow', light.sun)}</defs>${rect(0, 0, width, height, wall)}`
  for (let row = 0; row < 12; row++) {
    for (let x = row % 2 ? -40 : 0; x < width; x += 84)
      drawn += rect(
        x + 2,
        row * 40 + 2,
        80,
        36,
        mix(wall, chance.pick([light.shade, light.accents[0], light.pale]), chance.between(0.05, 0.2)),
      )
  }
  drawn +=
    disc(width * 0.2, 60, 420, 'url(#glow)', 'opacity=".5"') +
    rect(0, 470, width, height, mix(light.shade, light.pale, 0.3)) +
    oval(width / 2, 520, 330, 18, '#1a1210', 'opacity=".4" filter="url(#shadow)"')
  return drawn + bikeAt(width / 2, 400, light.accents[0], light.shade, light.pale)
}

/** A bicycle around a middle point, 560 wide. */
function bikeAt(x: number, y: number, frame: string, dark: string, rim: string): string {
  const [back, front] = [x - 165, x + 165]
  let drawn = ''
  for (const wheel of [back, front]) {
    for (let spoke = 0; spoke < 12; spoke++) {
      const turn = (spoke / 12) * Math.PI
      drawn += line(
        `M${n(wheel - Math.cos(turn) * 104)} ${n(y - Math.sin(turn) * 104)}L${n(wheel + Math.cos(turn) * 104)} ${n(y + Math.sin(turn) * 104)}`,
        rim,
        1.6,
      )
    }
    drawn +=
      disc(wheel, y, 108, 'none', `stroke="${dark}" stroke-width="10"`) +
      disc(wheel, y, 99, 'none', `stroke="${rim}" stroke-width="4"`) +
      disc(wheel, y, 9, dark)
  }
  const [seat, crank, head] = [`${n(x - 80)} ${n(y - 150)}`, `${n(x - 25)} ${n(y + 8)}`, `${n(x + 112)} ${n(y - 150)}`]
  drawn += line(`M${n(back)} ${n(y)}L${seat}L${head}L${crank}L${seat}M${n(back)} ${n(y)}L${crank}M${head}L${n(front)} ${n(y)}`, frame, 11)
  drawn +=
    line(`M${seat}L${n(x - 92)} ${n(y - 186)}`, dark, 8) +
    path(
      `M${n(x - 140)} ${n(y - 200)}Q${n(x - 90)} ${n(y - 206)} ${n(x - 52)} ${n(y - 186)}Q${n(x - 96)} ${n(y - 178)} ${n(x - 136)} ${n(y - 186)}Z`,
      '#6b3f22',
    )
  drawn += line(
    `M${head}L${n(x + 102)} ${n(y - 196)}C${n(x + 150)} ${n(y - 206)} ${n(x + 168)} ${n(y - 190)} ${n(x + 150)} ${n(y - 168)}`,
    dark,
    8,
  )
  drawn += disc(x - 25, y + 8, 30, 'none', `stroke="${dark}" stroke-width="6"`) + line(`M${n(x - 25)} ${n(y + 8)}l30 46m-12 2h26`, dark, 7)
  return (
    drawn +
    rect(x + 122, y - 146, 76, 52, '#a9773f', 'rx="6"') +
    line(`M${n(x + 122)} ${n(y - 130)}h76M${n(x + 122)} ${n(y - 112)}h76`, '#7c5226', 3)
  )
}

function wheel(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  const [x, y] = [width * chance.between(0.4, 0.6), 300]
  let drawn = `<defs>${glow('glow', light.sun)}${gradient('wall', [light.shade, mix(light.shade, '#000000', 0.4)])}</defs>${rect(0, 0, width, height, 'url(#wall)')}${disc(width * 0.8, 40, 420, 'url(#glow)', 'opacity=".5"')}`
  for (let spoke = 0; spoke < 32; spoke++) {
    const turn = (spoke / 32) * Math.PI * 2
    const bent = turn + (spoke % 2 ? 0.5 : -0.5)
    drawn += line(
      `M${n(x + Math.cos(bent) * 34)} ${n(y + Math.sin(bent) * 34)}L${n(x + Math.cos(turn) * 246)} ${n(y + Math.sin(turn) * 246)}`,
      mix('#e9ecee', light.accents[1], chance.between(0, 0.4)),
      2.6,
    )
  }
  drawn +=
    disc(x, y, 262, 'none', 'stroke="#15151a" stroke-width="30"') + disc(x, y, 244, 'none', `stroke="${light.pale}" stroke-width="8"`)
  for (let tooth = 0; tooth < 18; tooth++)
    drawn += rect(x - 6, y - 84, 12, 20, '#c9a35c', `transform="rotate(${tooth * 20} ${n(x)} ${n(y)})"`)
  return (
    drawn +
    disc(x, y, 70, '#c9a35c') +
    disc(x, y, 46, mix(light.shade, '#000000', 0.2)) +
    disc(x, y, 30, '#dfe3e6') +
    disc(x, y, 12, light.shade)
  )
}

function cinema(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  let drawn = `<defs>${gradient('screen', light.sky)}${glow('glow', light.sun)}${soft('blur', 14)}</defs>${rect(0, 0, width, height, '#1c1218')}${disc(width / 2, 190, 480, 'url(#glow)', 'opacity=".4"')}`
  drawn +=
    rect(width * 0.16, 50, width * 0.68, 270, 'url(#screen)') +
    path(
      `M${n(width * 0.16)} 270Q${n(width * 0.4)} 200 ${n(width * 0.56)} 258T${n(width * 0.84)} 230V320H${n(width * 0.16)}Z`,
      light.land[2],
    ) +
    disc(width * 0.62, 150, 30, light.sun)
  for (const side of [0, 1])
    drawn += path(
      side
        ? `M${width} 0H${n(width * 0.86)}Q${n(width * 0.9)} 200 ${n(width * 0.85)} 400H${width}Z`
        : `M0 0H${n(width * 0.14)}Q${n(width * 0.1)} 200 ${n(width * 0.15)} 400H0Z`,
      '#8c2530',
    )
  for (let row = 0; row < 3; row++) {
    const y = 392 + row * 78
    const wide = 74 + row * 22
    for (let x = -row * 30; x < width + wide; x += wide + 8) {
      if (chance.next() < 0.4)
        drawn +=
          disc(x + wide / 2, y - 22, wide * 0.24, chance.pick(['#2d2024', '#4a3226', '#39291f', '#201a20'])) +
          rect(x + wide * 0.2, y - 12, wide * 0.6, 40, chance.pick(['#39424e', '#4c3340', '#2f3d38']), 'rx="16"')
      drawn += rect(x, y, wide, 80, mix('#a22f36', '#1c1218', 0.12 + row * 0.12), 'rx="14"')
    }
  }
  return drawn
}

function shelf(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  let drawn = `<defs>${glow('glow', light.sun)}${soft('shadow', 8)}</defs>${rect(0, 0, width, height, mix(light.sky[1], light.pale, 0.3))}${disc(width * 0.85, 40, 400, 'url(#glow)', 'opacity=".6"')}`
  for (const y of [250, 460])
    drawn +=
      rect(width * 0.06, y, width * 0.88, 22, '#8a6238') +
      rect(width * 0.06, y + 22, width * 0.88, 14, '#1a1210', 'opacity=".25" filter="url(#shadow)"')
  for (let box = 0; box < 3; box++) {
    const x = width * (0.1 + box * 0.2)
    drawn += rect(x, 130, 120, 120, mix(light.shade, '#000000', 0.25 + box * 0.1), 'rx="10"')
    for (let slot = 0; slot < 4; slot++)
      drawn +=
        rect(x + 12, 146 + slot * 25, 96, 16, mix(light.shade, light.pale, 0.22)) +
        disc(x + 98, 154 + slot * 25, 3.6, chance.pick(['#7be08a', '#f2c14e', '#6fc3ef']))
  }
  drawn +=
    rect(width * 0.12, 400, 210, 60, light.pale, 'rx="8"') +
    disc(width * 0.12 + 180, 430, 6, '#58c26d') +
    rect(width * 0.12 + 20, 420, 110, 8, light.shade) +
    rect(width * 0.46, 360, 70, 100, light.accents[0], 'rx="6"') +
    rect(width * 0.56, 340, 40, 120, light.accents[1]) +
    rect(width * 0.62, 350, 46, 110, light.accents[2])
  for (let cable = 0; cable < 7; cable++)
    drawn += line(
      `M${n(width * (0.16 + cable * 0.07))} 250C${n(width * (0.1 + cable * 0.09))} 330 ${n(width * (0.3 - cable * 0.02))} 340 ${n(width * 0.2 + cable * 16)} 402`,
      chance.pick([...light.accents, light.shade]),
      5,
    )
  const x = width * 0.82
  for (let stem = 0; stem < 26; stem++)
    drawn += line(
      `M${n(x)} 200Q${n(x + chance.between(-60, 60))} ${n(chance.between(120, 200))} ${n(x + chance.between(-100, 100))} ${n(chance.between(220, 400))}`,
      chance.pick(['#5f8f3e', '#3f7a4a', '#86a55a']),
      8,
    )
  return drawn + path(`M${n(x - 44)} 180H${n(x + 44)}L${n(x + 32)} 250H${n(x - 32)}Z`, light.accents[0])
}

function fern(sheet: Sheet): string {
  const { width, height, light, chance } = sheet
  let drawn = `<defs>${gradient('back', [mix(light.pale, light.land[1], 0.3), light.land[1]])}</defs>${rect(0, 0, width, height, 'url(#back)')}`
  for (let frond = 0; frond < 9; frond++) {
    const [turn, reach] = [-Math.PI * (0.08 + frond * 0.105), chance.between(430, 680)]
    const green = mix(chance.pick(['#3f7a44', '#5b8f4a', '#2f6249']), light.sun, chance.between(0, 0.3))
    for (let leaf = 2; leaf < 24; leaf++) {
      const part = leaf / 24
      const [x, y] = [width / 2 + Math.cos(turn) * reach * part, height + Math.sin(turn) * reach * part + part * part * 70]
      for (const side of [-1, 1])
        drawn += oval(
          x,
          y,
          (1 - part) * 74 + 10,
          11,
          green,
          `transform="rotate(${n((turn * 180) / Math.PI + side * 58)} ${n(x)} ${n(y)}) translate(${n((1 - part) * 64)} 0)"`,
        )
    }
  }
  return drawn
}

/** A workshop: a wall, a floor of boards with shavings, and light from a window. */
function workshop({ width, height, light, chance }: Sheet): string {
  const wall = mix(light.pale, light.sky[1], 0.25)
  let drawn = `<defs>${glow('glow', light.sun)}${soft('shadow', 9)}</defs>${rect(0, 0, width, height, wall)}${rect(0, 440, width, 160, mix('#a8794a', light.shade, 0.25))}`
  drawn += path(`M${n(width * 0.05)} 0L${n(width * 0.32)} 0L${n(width * 0.6)} 440H${n(width * 0.22)}Z`, light.sun, 'opacity=".28"')
  for (let board = 0; board < 7; board++)
    drawn += line(`M0 ${n(452 + board * board * 4)}H${width}`, mix('#7c5730', light.shade, 0.3), 2, 'opacity=".5"')
  for (let tool = 0; tool < 5; tool++) {
    const x = width * (0.08 + tool * 0.06)
    drawn += line(`M${n(x)} 90v70`, '#9aa3a8', 8) + line(`M${n(x)} 60v34`, chance.pick(['#8a5a34', '#b5713c', '#6b4026']), 12)
  }
  for (let curl = 0; curl < 26; curl++) {
    const [x, y] = [chance.between(0, width), chance.between(480, 590)]
    drawn += line(`M${n(x)} ${n(y)}q12 -20 24 -2q-6 14 -16 4`, mix('#e9c894', light.sun, chance.between(0, 0.5)), 4)
  }
  return drawn
}

function chest(sheet: Sheet): string {
  const { width, light, chance } = sheet
  const [x, top, wide] = [width * 0.42, 170, 400]
  const wood = mix('#b56a3c', light.accents[0], 0.15)
  let drawn = workshop(sheet) + oval(x + wide / 2, 512, 250, 20, '#1a1210', 'opacity=".45" filter="url(#shadow)"')
  drawn +=
    rect(x, top, wide, 330, wood) +
    rect(x - 12, top - 14, wide + 24, 22, mix(wood, '#ffffff', 0.2)) +
    rect(x + 14, 496, 26, 22, mix(wood, '#000000', 0.3)) +
    rect(x + wide - 40, 496, 26, 22, mix(wood, '#000000', 0.3))
  const open = chance.whole(2, 6)
  for (let drawer = 0; drawer < 8; drawer++) {
    const [left, y] = [x + 16 + (drawer % 2) * 188, top + 22 + Math.floor(drawer / 2) * 76]
    const out = drawer === open ? 22 : 0
    if (out) drawn += rect(left, y, 180, 66, '#2a1810') + rect(left, y + 62, 180, 34, '#1a1210', 'opacity=".4" filter="url(#shadow)"')
    drawn +=
      rect(left - out / 3, y + out, 180 + (out * 2) / 3, 66, mix(wood, '#ffffff', out ? 0.22 : 0.1)) +
      rect(left - out / 3, y + out, 180 + (out * 2) / 3, 5, mix(wood, '#ffffff', 0.4)) +
      disc(left + 90, y + 34 + out, 9, light.accents[1])
  }
  return drawn
}

function chair(sheet: Sheet): string {
  const { width, light } = sheet
  const x = width * 0.52
  const [wood, dark] = [mix('#d9a868', light.accents[1], 0.2), mix('#a8733c', light.shade, 0.2)]
  let drawn = workshop(sheet) + oval(x + 20, 548, 190, 18, '#1a1210', 'opacity=".45" filter="url(#shadow)"')
  drawn += line(`M${n(x + 112)} 372L${n(x + 146)} 540M${n(x - 84)} 372L${n(x - 104)} 528M${n(x - 96)} 470L${n(x + 132)} 474`, dark, 14)
  drawn += line(
    `M${n(x - 92)} 366C${n(x - 104)} 260 ${n(x - 100)} 180 ${n(x - 78)} 120M${n(x + 96)} 366C${n(x + 110)} 260 ${n(x + 104)} 180 ${n(x + 84)} 120`,
    wood,
    15,
  )
  for (let spindle = 0; spindle < 5; spindle++)
    drawn += line(`M${n(x - 58 + spindle * 30)} 366Q${n(x - 56 + spindle * 29)} 240 ${n(x - 48 + spindle * 26)} 140`, wood, 7)
  drawn +=
    line(`M${n(x - 92)} 126C${n(x - 40)} 96 ${n(x + 50)} 96 ${n(x + 98)} 126`, wood, 28) +
    path(
      `M${n(x - 132)} 372C${n(x - 60)} 350 ${n(x + 60)} 350 ${n(x + 128)} 368L${n(x + 152)} 400C${n(x + 60)} 420 ${n(x - 70)} 422 ${n(x - 150)} 404Z`,
      mix(wood, '#ffffff', 0.12),
    )
  return drawn + line(`M${n(x - 128)} 404L${n(x - 156)} 556M${n(x + 76)} 410L${n(x + 92)} 560M${n(x - 142)} 486L${n(x + 84)} 490`, wood, 15)
}

export const scenesOfThings: Readonly<Record<string, Scene>> = { bicycle, wheel, cinema, shelf, fern, chest, chair }
