/**
 * Values as they cross between the site and a sandbox: JSON text, in which a text that begins with "~" stands for something else:
 * ~f a function, ~b bytes, ~u nothing in a list, ~~ a text that begins with "~". An empty text is undefined.
 */
export interface Crossing {
  text: string
  /** What ~b0, ~b1 … stand for. */
  bytes: Uint8Array[]
}

export type AnyFunction = (...values: never[]) => unknown

/** Packs a value for the guest. `nameOf` says what a function is called there. Throws for cycles and big integers, as JSON does. */
export function pack(value: unknown, nameOf: (thing: AnyFunction) => string): Crossing {
  const bytes: Uint8Array[] = []
  const text = JSON.stringify(value, function (this: Record<string, unknown>, key: string, converted: unknown) {
    // Before `toJSON`, which buffers have.
    const raw = this[key]
    if (typeof raw === 'function') return `~f${nameOf(raw as AnyFunction)}`
    if (raw instanceof Uint8Array) return `~b${bytes.push(raw) - 1}`
    if (typeof converted === 'string') return converted.startsWith('~') ? `~${converted}` : converted
    return converted === undefined && Array.isArray(this) ? '~u' : converted
  }) as string | undefined
  return { text: text ?? '', bytes }
}

/** The value that a guest packed; `revive` makes what its functions become here. The worker has looked at size and depth. */
export function unpack({ text, bytes }: Crossing, revive: (number: number) => AnyFunction): unknown {
  if (text === '') return undefined
  const value: unknown = JSON.parse(text)
  return text.includes('"~') ? reviveDeep(value, bytes, revive) : value
}

/** In place: it was parsed a moment ago, and a large one would hold the site up. */
function reviveDeep(value: unknown, bytes: Uint8Array[], revive: (number: number) => AnyFunction): unknown {
  if (typeof value === 'string') return value.startsWith('~') ? reviveText(value, bytes, revive) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) value[index] = reviveDeep(value[index], bytes, revive)
    return value
  }
  const fields = value as Record<string, unknown>
  for (const key of Object.keys(fields)) fields[key] = reviveDeep(fields[key], bytes, revive)
  // Whoever awaits such an object would wait for the plugin to resolve it.
  if (typeof fields.then === 'function') throw new Error('An object with a function "then" cannot cross.')
  return value
}

function reviveText(text: string, bytes: Uint8Array[], revive: (number: number) => AnyFunction): unknown {
  const rest = text.slice(2)
  if (text[1] === '~') return text.slice(1)
  if (text[1] === 'f') return revive(Number(rest))
  return text[1] === 'b' ? bytes[Number(rest)] : undefined
}
