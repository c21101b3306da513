import t from 'tap'
import { hexOf, mixColours, parseColour, writeColour } from '../../../core/colours/colour.ts'
import { contrastOf } from '../../../core/colours/contrast.ts'
import { type Colours, paletteProblems } from '../../../core/colours/palette.ts'

const read = (text: string) => parseColour(text)!

t.test('colours are read in two ways and written in one', t => {
  t.equal(writeColour(read('#ffffff')), 'oklch(1 0 0)')
  t.equal(writeColour(read('oklch(45% 0.085 222deg)')), 'oklch(0.45 0.085 222)')
  t.match(read('#ff0000'), { l: Number, c: Number, h: Number })
  // The values of the CSS specification for red.
  t.ok(Math.abs(read('#ff0000').l - 0.62796) < 0.0001 && Math.abs(read('#ff0000').h - 29.23) < 0.01)
  for (const bad of ['red', '#fff', 'oklch(2 0 0)', 'oklch(0.5 0.1 20 / 0.5)', 'oklch(0.5 0.1 20);x', 'url(x)', ''])
    t.equal(parseColour(bad), undefined, bad)
  t.end()
})

t.test('a colour of a screen comes back as it was', t => {
  for (const hex of ['#000000', '#ffffff', '#00617b', '#b02a2a', '#16191b', '#7f7f7f', '#00ff00']) t.equal(hexOf(read(hex)), hex)
  t.equal(hexOf(read('oklch(0.9 0.4 140)')).length, 7, 'also one that no screen shows')
  t.end()
})

t.test('contrast is that of WCAG', t => {
  t.equal(contrastOf(read('#000000'), read('#ffffff')).toFixed(2), '21.00')
  t.equal(contrastOf(read('#767676'), read('#ffffff')).toFixed(2), '4.54')
  t.equal(contrastOf(read('#0000ff'), read('#ffffff')).toFixed(2), '8.59')
  t.equal(contrastOf(read('#777777'), read('#777777')).toFixed(2), '1.00')
  t.equal(hexOf(mixColours(read('#000000'), 0.5, read('#ffffff'))), '#636363', 'mixed in OKLab')
  t.end()
})

t.test('a palette that cannot be read is named, mode by mode', t => {
  const light: Colours = { paper: '#ffffff', ink: '#111111', quiet: '#555555', line: '#dddddd', accent: '#005577', danger: '#aa2222' }
  const dark: Colours = { paper: '#111111', ink: '#eeeeee', quiet: '#aaaaaa', line: '#333333', accent: '#7fd0da', danger: '#ff9d94' }
  t.same(paletteProblems({ light, dark }), [])
  t.match(paletteProblems({ light: { ...light, quiet: '#999999' }, dark }), [/In light colours the contrast of quiet text/, /sunken/])
  t.match(paletteProblems({ light, dark: { ...dark, accent: '#333333' } }), [/In dark colours the contrast of links .* 4\.5\.$/])
  t.match(paletteProblems({ light: { ...light, ink: 'red' }, dark }), [/Text \(ink, light\) should be a colour/])
  t.end()
})
