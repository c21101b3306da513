import type { Scene, Sheet } from './drawing.ts'
import { disc, line, mix, n, oval, path, rect } from './shapes.ts'

const skins = ['#f3d3b8', '#e6b58f', '#d49a6e', '#b87a50', '#8f5836', '#6b3f28'] as const
const hairs = ['#2a1d18', '#4a2f20', '#7a4a28', '#b98245', '#d9b36c', '#8d8a86', '#d8d4cc', '#a8452c'] as const

interface Head {
  x: number
  y: number
  skin: string
  hair: string
}

/** A person as a few calm shapes. Everything about them comes from the seed. */
export function face({ width, height, light, chance }: Sheet): string {
  const head: Head = {
    x: width / 2 + chance.between(-14, 14),
    y: 268 + chance.between(-8, 8),
    skin: chance.pick(skins),
    hair: chance.pick(hairs),
  }
  const [back, cloth] = chance.shuffle([light.sky[1], light.accents[0], light.accents[1], light.accents[2], light.pale])
  const { x, y, skin } = head
  const style = chance.whole(0, 6)
  const dark = mix(skin, '#3a1a14', 0.28)
  let drawn = rect(0, 0, width, height, back!) + disc(width * 0.82, 90, 190, mix(back!, '#ffffff', 0.28), 'opacity=".7"')
  drawn += behind(style, head)
  drawn +=
    path(`M${n(x - 220)} ${height}C${n(x - 210)} 480 ${n(x - 110)} 450 ${n(x)} 450S${n(x + 210)} 480 ${n(x + 220)} ${height}Z`, cloth!) +
    path(`M${n(x - 48)} ${n(y + 90)}H${n(x + 48)}V450Q${n(x)} 510 ${n(x - 48)} 450Z`, dark)
  if (chance.next() < 0.4)
    drawn += path(
      `M${n(x - 96)} 446Q${n(x)} 520 ${n(x + 96)} 446L${n(x + 104)} 500Q${n(x)} 570 ${n(x - 104)} 500Z`,
      mix(cloth!, '#ffffff', 0.4),
    )
  for (const side of [-1, 1]) drawn += oval(x + side * 112, y + 12, 20, 30, dark)
  drawn += path(
    `M${n(x - 112)} ${n(y - 40)}C${n(x - 116)} ${n(y + 90)} ${n(x - 60)} ${n(y + 156)} ${n(x)} ${n(y + 156)}S${n(x + 116)} ${n(y + 90)} ${n(x + 112)} ${n(y - 40)}C${n(x + 100)} ${n(y - 150)} ${n(x - 100)} ${n(y - 150)} ${n(x - 112)} ${n(y - 40)}Z`,
    skin,
  )
  drawn += path(
    `M${n(x + 20)} ${n(y - 110)}C${n(x + 110)} ${n(y - 90)} ${n(x + 112)} ${n(y + 80)} ${n(x + 30)} ${n(y + 150)}C${n(x + 90)} ${n(y + 50)} ${n(x + 70)} ${n(y - 50)} ${n(x + 20)} ${n(y - 110)}Z`,
    dark,
    'opacity=".3"',
  )
  drawn += features(head, dark)
  drawn += front(style, head)
  const more = chance.next()
  if (more < 0.3) drawn += glasses(x, y)
  else if (more < 0.5 && style > 3 && style < 6) drawn += beard(head)
  return drawn
}

function features({ x, y, hair }: Head, dark: string): string {
  let drawn = path(
    `M${n(x - 6)} ${n(y + 10)}Q${n(x + 22)} ${n(y + 56)} ${n(x - 8)} ${n(y + 58)}`,
    'none',
    `stroke="${dark}" stroke-width="7" stroke-linecap="round"`,
  )
  for (const side of [-1, 1]) {
    drawn +=
      oval(x + side * 44, y + 6, 10, 12, '#2a1c1a') +
      line(
        `M${n(x + side * 24)} ${n(y - 26)}Q${n(x + side * 46)} ${n(y - 40)} ${n(x + side * 68)} ${n(y - 24)}`,
        mix(hair, '#201512', 0.4),
        8,
      ) +
      oval(x + side * 66, y + 56, 24, 15, '#d9654f', 'opacity=".28"')
  }
  return drawn + line(`M${n(x - 34)} ${n(y + 92)}Q${n(x)} ${n(y + 122)} ${n(x + 36)} ${n(y + 90)}`, mix(dark, '#8c2f2a', 0.5), 9)
}

/** Hair that hangs behind the shoulders or stands around the head. */
function behind(style: number, { x, y, hair }: Head): string {
  const deep = mix(hair, '#000000', 0.25)
  if (style === 0 || style === 6)
    return path(
      `M${n(x - 140)} ${n(y - 20)}C${n(x - 150)} ${n(y - 190)} ${n(x + 150)} ${n(y - 190)} ${n(x + 140)} ${n(y - 20)}L${n(x + 160)} ${n(y + 220)}H${n(x - 160)}Z`,
      deep,
    )
  if (style === 1)
    return (
      Array.from({ length: 26 }, (_, index) =>
        disc(x + Math.cos(index * 0.24 + 3) * 128, y - 34 + Math.sin(index * 0.24 + 3) * 118, 54, index % 2 ? hair : deep),
      ).join('') + disc(x, y - 70, 140, hair)
    )
  if (style === 2) return disc(x + 8, y - 178, 58, deep)
  if (style === 3)
    return path(
      `M${n(x - 150)} ${n(y + 120)}C${n(x - 180)} ${n(y - 200)} ${n(x + 180)} ${n(y - 200)} ${n(x + 150)} ${n(y + 120)}Q${n(x)} ${n(y + 160)} ${n(x - 150)} ${n(y + 120)}Z`,
      deep,
    )
  return ''
}

/** Hair on the forehead, or what is worn on the head. */
function front(style: number, { x, y, hair }: Head): string {
  const cap = (low: number, colour: string): string =>
    path(
      `M${n(x - 122)} ${n(y + low)}C${n(x - 136)} ${n(y - 170)} ${n(x + 136)} ${n(y - 170)} ${n(x + 122)} ${n(y + low)}C${n(x + 96)} ${n(y - 70)} ${n(x + 20)} ${n(y - 84)} ${n(x - 30)} ${n(y - 80)}C${n(x - 80)} ${n(y - 74)} ${n(x - 104)} ${n(y - 50)} ${n(x - 122)} ${n(y + low)}Z`,
      colour,
    )
  if (style === 4)
    return (
      path(
        `M${n(x - 124)} ${n(y - 50)}C${n(x - 120)} ${n(y - 200)} ${n(x + 120)} ${n(y - 200)} ${n(x + 124)} ${n(y - 50)}Z`,
        mix('#b5463c', hair, 0.35),
      ) +
      rect(x - 132, y - 78, 264, 44, mix('#b5463c', '#ffffff', 0.25), 'rx="18"') +
      disc(x, y - 176, 30, '#f3e3cb')
    )
  if (style === 5)
    return (
      cap(-26, hair) +
      path(
        `M${n(x - 118)} ${n(y - 70)}Q${n(x - 20)} ${n(y - 190)} ${n(x + 124)} ${n(y - 90)}Q${n(x + 40)} ${n(y - 100)} ${n(x - 118)} ${n(y - 70)}Z`,
        mix(hair, '#ffffff', 0.15),
      )
    )
  return cap(style === 2 ? -30 : 10, hair)
}

function glasses(x: number, y: number): string {
  const rim = 'stroke="#33262a" stroke-width="7"'
  return (
    disc(x - 46, y + 6, 35, '#ffffff', `fill-opacity=".18" ${rim}`) +
    disc(x + 46, y + 6, 35, '#ffffff', `fill-opacity=".18" ${rim}`) +
    line(`M${n(x - 12)} ${n(y + 2)}h24`, '#33262a', 7)
  )
}

function beard({ x, y, hair }: Head): string {
  return (
    path(
      `M${n(x - 114)} ${n(y + 20)}C${n(x - 116)} ${n(y + 150)} ${n(x - 50)} ${n(y + 196)} ${n(x)} ${n(y + 196)}S${n(x + 116)} ${n(y + 150)} ${n(x + 114)} ${n(y + 20)}C${n(x + 96)} ${n(y + 70)} ${n(x + 60)} ${n(y + 70)} ${n(x)} ${n(y + 70)}S${n(x - 96)} ${n(y + 70)} ${n(x - 114)} ${n(y + 20)}Z`,
      hair,
    ) + line(`M${n(x - 28)} ${n(y + 104)}Q${n(x)} ${n(y + 122)} ${n(x + 28)} ${n(y + 104)}`, '#c9746a', 9)
  )
}

export const scenesOfPeople: Readonly<Record<string, Scene>> = { face }
