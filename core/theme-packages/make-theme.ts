import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { tokens } from '../colours/palette.ts'
import { invalid } from '../errors.ts'

/** Writes the beginnings of a theme into a new folder below `folder`. Returns where. Throws invalid when there is something already. */
export async function makeTheme(folder: string, name: string, parent: string): Promise<string> {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) throw invalid({ name: 'A theme is named in small letters, digits and hyphens.' })
  const target = join(folder, name)
  if (existsSync(target)) throw invalid({ name: `There is something at ${target} already.` })
  for (const [path, text] of Object.entries(filesOf(name, parent))) {
    await mkdir(dirname(join(target, path)), { recursive: true })
    await writeFile(join(target, path), text)
  }
  return target
}

function filesOf(name: string, parent: string): Record<string, string> {
  const title = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')
  const manifest = {
    name,
    title,
    version: '0.1.0',
    licence: 'AGPL-3.0-or-later',
    parent,
    settings: {
      type: 'object',
      properties: {
        corners: {
          type: 'number',
          title: 'Roundness of corners',
          default: 0.5,
          minimum: 0,
          maximum: 2,
          multipleOf: 0.25,
          unit: 'rem',
          'x-ui': { widget: 'range' },
        },
        motto: { type: 'string', title: 'Motto', description: 'Stands in the foot of every page.', default: '', maxLength: 80 },
      },
    },
    palettes: [{ name: 'own', title, light: colours(lights), dark: colours(darks) }],
  }
  return {
    'theme.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'assets/css/look.css': stylesheet(),
    'partials/head-look.hbs':
      '{{!-- What this theme adds to the head: its own styles come after those of its parent. --}}\n<link rel="stylesheet" href="{{asset "css/look.css"}}">\n',
    'partials/site-footer.hbs': [
      '{{!-- The foot of every page. Needs PageView. --}}',
      '<footer class="site-footer">',
      '{{#if footerPages}}<nav class="footer-pages" aria-label="{{t "Pages of this site"}}"><ul>{{#each footerPages}}<li><a href="{{url}}">{{title}}</a></li>{{/each}}</ul></nav>{{/if}}',
      '{{#if theme.motto}}<p>{{theme.motto}}</p>{{/if}}',
      '<p>{{t "This site runs on Tributary"}} · <a href="/source">{{t "Its code"}}</a></p>',
      '</footer>\n',
    ].join('\n'),
    'README.md': `# ${title}\n\nA theme for Tributary. What it lacks comes from \`${parent}\`.\n`,
  }
}

const lights = [
  'oklch(0.98 0.008 100)',
  'oklch(0.26 0.02 100)',
  'oklch(0.47 0.02 100)',
  'oklch(0.89 0.012 100)',
  'oklch(0.45 0.1 30)',
  'oklch(0.5 0.165 27)',
]
const darks = [
  'oklch(0.21 0.01 100)',
  'oklch(0.92 0.01 100)',
  'oklch(0.74 0.014 100)',
  'oklch(0.34 0.014 100)',
  'oklch(0.81 0.09 50)',
  'oklch(0.76 0.13 25)',
]

function colours(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(tokens.map((token, index) => [token, values[index]!]))
}

function stylesheet(): string {
  const pairs = tokens.map((token, index) => `  --${token}: light-dark(${lights[index]}, ${darks[index]});`)
  return `/* Six colours make the look; settings of theme.json arrive as --theme-… */\n:root {\n${pairs.join('\n')}\n  --radius: var(--theme-corners, 0.5rem);\n}\n`
}
