/** The same plain data with every text in it fit for a database: without control characters (NUL above all) and halves of characters. */
export function soundText<Data>(data: Data): Data {
  return cleaned(data) as Data // The shape stays; the type checker cannot follow it through a recursion.
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be removed.
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]/g

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(control, '').toWellFormed()
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleaned(inner)]))
}
