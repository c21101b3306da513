/** Parameters of a path such as `/vote/:id`; nothing when the address is another one. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern, path].map(text => text.split('/').filter(Boolean)) as [string[], string[]]
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index]!
    if (!part.startsWith(':')) {
      if (part !== value) return undefined
      continue
    }
    try {
      const decoded = decodeURIComponent(value)
      // PostgreSQL takes no NUL: plugins would fail at it, and be switched off by whoever asks often enough.
      if (decoded.includes('\0')) return undefined
      params[part.slice(1)] = decoded
    } catch {
      return undefined
    }
  }
  return params
}
