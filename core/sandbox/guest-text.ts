/**
 * Whether a text is JSON that the site may read: not too deep, not in too many parts, and without a key that changes what an object is.
 * Reading many small parts takes longer than reading one long text, and the site does it while nobody else is answered.
 */
export function checkText(text: string, depth: number, parts: number): boolean {
  if (text === '') return true
  try {
    return countParts(JSON.parse(text), depth, parts) >= 0
  } catch {
    return false
  }
}

/** How many parts are left; less than nothing when the value does not fit. */
function countParts(value: unknown, depth: number, left: number): number {
  if (typeof value !== 'object' || value === null) return left - 1
  if (depth === 0 || Object.hasOwn(value, '__proto__')) return -1
  let rest = left - 1
  for (const one of Object.values(value)) {
    rest = countParts(one, depth - 1, rest)
    if (rest < 0) return rest
  }
  return rest
}
