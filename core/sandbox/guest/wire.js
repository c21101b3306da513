/**
 * Values as they cross: JSON text, in which a text that begins with "~" stands for something else: ~f a function, ~b bytes, ~u nothing
 * in a list, ~~ a text that begins with "~". The other end is core/sandbox/wire.ts.
 */
const { parse, stringify } = JSON
const { freeze } = Object
const { isArray } = Array

/** Throws what JSON.stringify throws: for cycles, big integers, and getters that throw. */
export function encode(value, keep) {
  const bytes = []
  const text = stringify(value, function (key, converted) {
    const raw = this[key]
    if (typeof raw === 'function') return keep(raw)
    if (raw instanceof Uint8Array) return `~b${bytes.push(copyOf(raw)) - 1}`
    if (typeof converted === 'string') return converted[0] === '~' ? `~${converted}` : converted
    return converted === undefined && isArray(this) ? '~u' : converted
  })
  return { text: text ?? '', bytes }
}

/** The value of a text, frozen as deep as it goes. */
export function decode(text, buffers, revive) {
  if (text === '') return undefined
  return reviveDeep(parse(text), buffers, revive)
}

export function freezeDeep(value) {
  if (typeof value === 'object' && value !== null) for (const key of Object.keys(value)) freezeDeep(value[key])
  return freeze(value)
}

function reviveDeep(value, buffers, revive) {
  if (typeof value === 'string') return value[0] === '~' ? reviveText(value, buffers, revive) : value
  if (typeof value !== 'object' || value === null) return value
  if (isArray(value)) for (let index = 0; index < value.length; index++) value[index] = reviveDeep(value[index], buffers, revive)
  else for (const key in value) value[key] = reviveDeep(value[key], buffers, revive)
  return freeze(value)
}

function reviveText(text, buffers, revive) {
  const rest = text.slice(2)
  if (text[1] === '~') return text.slice(1)
  if (text[1] === 'f') return revive(rest)
  // A copy counts as memory of the plugin; what the worker made does not.
  return text[1] === 'b' ? new Uint8Array(buffers[Number(rest)]).slice() : undefined
}

function copyOf(bytes) {
  return bytes.slice().buffer
}
