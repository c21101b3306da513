import { type AnyFunction, pack } from './wire.ts'

/** The functions of a host by their path, and what the guest is told of it. */
export class DescribedHost {
  /** Packed: functions are named by their path. */
  readonly text: string
  readonly #functions = new Map<string, { owner: object; thing: AnyFunction }>()

  constructor(host: object) {
    const names = new Map<AnyFunction, string>()
    const seen = this.#describe(host, [], names)
    this.text = pack(seen, thing => names.get(thing) ?? '').text
  }

  has(path: string): boolean {
    return this.#functions.has(path)
  }

  call(path: string, values: unknown[]): unknown {
    const found = this.#functions.get(path)
    if (!found) throw new Error(`host.${path} is not there: the plugin was not granted what it needs for it.`)
    return Reflect.apply(found.thing, found.owner, values)
  }

  /** `log` and `use` have their own way. */
  #describe(owner: object, path: string[], names: Map<AnyFunction, string>): Record<string, unknown> {
    const entries = Object.entries(owner).filter(([key]) => path.length > 0 || (key !== 'log' && key !== 'use'))
    return Object.fromEntries(
      entries.map(([key, value]) => {
        if (typeof value === 'function') {
          const name = [...path, key].join('.')
          this.#functions.set(name, { owner, thing: value })
          names.set(value, name)
        } else if (isPlain(value) && path.length < 4) {
          return [key, this.#describe(value, [...path, key], names)]
        }
        return [key, value]
      }),
    )
  }
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}
