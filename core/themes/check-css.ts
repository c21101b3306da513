const mostCharacters = 200_000

/**
 * Sentences about what a stylesheet from outside should not do. The Content-Security-Policy forbids it in the browser anyway; here
 * its author hears it early.
 */
export function cssProblems(css: string, most = mostCharacters): string[] {
  if (css.length > most) return [`The stylesheet has ${css.length} characters; ${most} are allowed.`]
  const plain = readable(css)
  const problems: string[] = []
  if (/@import\b/i.test(plain)) problems.push('@import is not allowed: put the rules here.')
  if (/@(namespace|charset)\b/i.test(plain)) problems.push('@namespace and @charset are not allowed.')
  if (/\b(expression|javascript|vbscript)\s*[(:]|-moz-binding|\bbehavior\s*:/i.test(plain)) problems.push('Styles may not run programs.')
  if (/<\/?(style|script)/i.test(plain)) problems.push('HTML does not belong here.')
  problems.push(...addresses(plain).flatMap(address => addressProblem(address)))
  return [...new Set(problems)]
}

/** The same for a stylesheet of a plugin, which every page loads: what it fetches lies beside it, so that no rule can tell anybody what a page says. */
export function pluginCssProblems(css: string): string[] {
  const strange = addresses(readable(css)).filter(address => !/^data:(image|font)\//i.test(address) && /^[/\\#]|\.\.|:/.test(address))
  return [...cssProblems(css), ...strange.map(address => `url(${address.slice(0, 60)}) should be a file in assets/ of the plugin.`)]
}

/** Without comments, and with escapes written out: `@\69mport` is `@import`. */
function readable(css: string): string {
  return css
    .replaceAll(/\/\*[\s\S]*?(?:\*\/|$)/g, '')
    .replaceAll(/\\([0-9a-f]{1,6})\s?/gi, (_match, code: string) => {
      const point = Number.parseInt(code, 16)
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ''
    })
    .replaceAll(/\\([^\n0-9a-f])/gi, '$1')
}

function addresses(css: string): string[] {
  const inUrl = [...css.matchAll(/\b(?:url|src)\(\s*(?:"([^"]*)"|'([^']*)'|([^)]*))/gi)].map(
    match => match[1] ?? match[2] ?? match[3] ?? '',
  )
  const inSet = [...css.matchAll(/\bimage-set\(([^)]*)\)/gi)].flatMap(match =>
    [...match[1]!.matchAll(/["']([^"']*)["']/g)].map(one => one[1]!),
  )
  return [...inUrl, ...inSet].map(address => address.trim())
}

function addressProblem(address: string): string[] {
  if (/^data:(image|font)\//i.test(address) || address.startsWith('#')) return []
  const other = /^[a-z][a-z0-9+.-]*:/i.test(address) || /^[/\\]{2}/.test(address)
  return other ? [`url(${address.slice(0, 60)}) leads to another host; only files of the theme and of this site are allowed.`] : []
}
