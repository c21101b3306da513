/** Whether a text is JSON that the site may read: not too deep, and without a key that changes what an object is. */
export function checkText(text: string, depth: number): boolean {
  if (text === '') return true
  try {
    return fits(JSON.parse(text), depth)
  } catch {
    return false
  }
}

function fits(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depth === 0 || Object.hasOwn(value, '__proto__')) return false
  return Object.values(value).every(one => fits(one, depth - 1))
}
