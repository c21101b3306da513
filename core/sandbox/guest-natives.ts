import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten'
import { GuestIntl } from './guest-intl.ts'

/** What the guest may do with the worker around it. Everything it hands over is text or bytes, whatever it is there. */
export interface GuestCalls {
  ask(ask: number, target: string, text: string, bytes: Uint8Array[]): void
  done(call: number, text: string, bytes: Uint8Array[]): void
  failed(call: number, text: string): void
  log(level: string, message: string, values: string): void
  /** A promise was rejected; `forgotten` follows when nobody waits for it. */
  rejected(): void
  forgotten(text: string): void
  /** Whether the turn has time left. */
  mayGoOn(): boolean
}

/** What ends a call, also when its time is over. */
const always: ReadonlySet<string> = new Set(['done', 'failed', 'rejected'])

/** Adds the functions to `natives`. What they throw becomes an error in the guest. */
export function addNatives(context: QuickJSContext, natives: QuickJSHandle, calls: GuestCalls): void {
  const text = (handle: QuickJSHandle | undefined): string => (handle ? context.getString(handle) : '')
  const number = (handle: QuickJSHandle | undefined): number => (handle ? context.getNumber(handle) : 0)
  const json = (handle: QuickJSHandle | undefined): unknown => JSON.parse(text(handle))
  const bytes = (handles: QuickJSHandle[]): Uint8Array[] => handles.map(handle => copyBytes(context, handle))

  const add = (name: string, work: (...handles: QuickJSHandle[]) => QuickJSHandle | undefined): void => {
    const native = context.newFunction(name, (...handles) => {
      // Errors take longer than the work; whoever goes on all the same is interrupted soon.
      return always.has(name) || calls.mayGoOn() ? work(...handles) : undefined
    })
    context.setProp(natives, name, native)
    native.dispose()
  }
  add('ask', (ask, target, values, ...rest) => void calls.ask(number(ask), String(json(target)), text(values), bytes(rest)))
  add('done', (call, result, ...rest) => void calls.done(number(call), text(result), bytes(rest)))
  add('failed', (call, problem) => void calls.failed(number(call), text(problem)))
  add('rejected', () => void calls.rejected())
  add('forgotten', problem => void calls.forgotten(text(problem)))
  add('log', (level, message, values) => void calls.log(text(level), String(json(message)), text(values)))
  add('encode', given => {
    const encoded = new TextEncoder().encode(String(json(given)))
    return context.newArrayBuffer(encoded.slice().buffer)
  })
  add('decode', (given, options) => {
    const [encoding, fatal, ignoreBOM] = json(options) as [string, boolean, boolean]
    const decoded = new TextDecoder(encoding, { fatal, ignoreBOM }).decode(given ? copyBytes(context, given) : undefined)
    return context.newString(JSON.stringify(decoded))
  })
  const intl = new GuestIntl()
  add('intl', asked => context.newString(intl.ask(text(asked))))
  add('url', given => context.newString(JSON.stringify(readUrl(json(given) as string[]))))
}

type UrlPart = 'href' | 'protocol' | 'username' | 'password' | 'host' | 'hostname' | 'port' | 'pathname' | 'search' | 'hash'

const urlParts: readonly UrlPart[] = ['href', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']

/** An address taken apart, after one of its parts was changed where one is named. */
function readUrl([address = '', base = '', part = '', value = '']: string[]): Record<string, string> | null {
  const url = URL.parse(address, base === '' ? undefined : base)
  if (!url) return null
  const changed = urlParts.find(name => name === part)
  if (changed) url[changed] = value
  return Object.fromEntries([...urlParts, 'origin' as const].map(name => [name, url[name]]))
}

function copyBytes(context: QuickJSContext, handle: QuickJSHandle): Uint8Array {
  const held = context.getArrayBuffer(handle)
  try {
    return held.value.slice()
  } finally {
    held.dispose()
  }
}

/** A value of ours as the guest has it; to be disposed of. */
export function toHandle(context: QuickJSContext, value: string | number | boolean | Uint8Array): QuickJSHandle {
  if (typeof value === 'string') return context.newString(value)
  if (typeof value === 'number') return context.newNumber(value)
  if (typeof value === 'boolean') return value ? context.true : context.false
  return context.newArrayBuffer(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) as ArrayBuffer)
}
