import { checkThemeApart, installTheme, listThemes, type PanelPage, previewCode, type ThemeCard, tryTheme } from 'core/control'

/** The themes that are there: look at the site with one, choose it, take it home, bring one. */
export default {
  title: 'Themes',
  section: 'Appearance',
  order: 30,
  permission: 'appearance',
  actions: ['theme.activate'],
  async show({ site, actor, query, problems }) {
    const themes = await listThemes(site, actor)
    const checked = themes.find(theme => theme.name === query.check && (theme.release ?? '') === (query.release ?? ''))
    const report = checked && (await checkThemeApart(site, checked))
    return {
      themes: themes.map(theme => ({ ...theme, ...drawn(theme), isChecked: theme === checked })),
      report: report && { ...report, isGood: report.errors.length === 0, title: checked.title },
      problem: problems.file ?? problems.name,
    }
  },
  async submit({ site, actor, body, files }) {
    if (body.try === '1') {
      const draft = await tryTheme(site, actor, {
        name: String(body.name ?? ''),
        ...(typeof body.release === 'string' && body.release && { release: body.release }),
      })
      return {
        notice: 'This is your draft. Nobody else sees it until you publish it.',
        url: `/previews/${previewCode(site, draft.id)}`,
      }
    }
    const file = files.find(one => one.field === 'file')
    const { name, release, warnings } = await installTheme(site, actor, { bytes: file?.bytes ?? Buffer.alloc(0), broughtBy: 'browser' })
    const worth = warnings.length > 0 ? ` ${warnings.length} things are worth knowing: check it to see them.` : ''
    return `${name} ${release} is installed, and nothing looks different yet.${worth}`
  },
} satisfies PanelPage

const width = 160

/** Stripes of its colours, by day and by night. */
function drawn({ colours: { light, dark }, name, release = '' }: ThemeCard): object {
  const half = ({ paper, ink, quiet, line, accent }: ThemeCard['colours']['light'], x: number) => [
    { x, y: 0, width: width / 2, height: 72, fill: paper },
    { x: x + 10, y: 12, width: 44, height: 7, fill: ink },
    { x: x + 10, y: 26, width: 58, height: 4, fill: quiet },
    { x: x + 10, y: 34, width: 50, height: 4, fill: quiet },
    { x: x + 10, y: 45, width: 60, height: 1, fill: line },
    { x: x + 10, y: 53, width: 26, height: 9, fill: accent },
  ]
  const query = new URLSearchParams({ ...(release && { release }) }).toString()
  return {
    width,
    shapes: [...half(light, 0), ...half(dark, width / 2)],
    exportUrl: `/admin/theme-packages/${name}${query && `?${query}`}`,
    checkUrl: `/admin/themes?${new URLSearchParams({ check: name, ...(release && { release }) })}#check`,
  }
}
