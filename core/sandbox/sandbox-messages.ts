import type { SandboxLimits } from './sandbox-limits.ts'
import type { Crossing } from './wire.ts'

/** What a worker is started with. */
export interface SandboxStart {
  /** QuickJS, compiled once for all workers. */
  wasm: WebAssembly.Module
  /** The plugin's one file. Text, never bytecode. */
  code: string
  /** Modules that every guest has, by name. */
  modules: Record<string, string>
  /** The host as the guest gets it, packed. */
  host: string
  limits: SandboxLimits
  /** Three numbers: odd while the guest is at work, counted up with every turn; counted up with every look at the time; microseconds computed so far. */
  pulse: SharedArrayBuffer
}

/** Functions of the plugin itself, in the place of the number of a handler. */
export const activate = 0
export const deactivate = -1
export const selfTest = -2

/** One call of a handler. `now` is what the guest's clock shows. */
export interface GuestCall extends Crossing {
  type: 'call'
  call: number
  handler: number
  cpuMs: number
  now: number
}

/** The answer to something that the guest asked. */
export interface GuestAnswer extends Crossing {
  type: 'answer'
  ask: number
  fine: boolean
}

export type ToGuest = GuestCall | GuestAnswer | { type: 'forget'; call: number }

/** What was thrown, as it crosses. */
export interface Problem {
  name: string
  message: string
  code?: string
  stack?: string
}

/** The guest calls the site: a function of the host by its path, or one that was handed over, as `@call.number`. */
export interface GuestAsk extends Crossing {
  type: 'ask'
  ask: number
  call: number
  target: string
}

/** Limits that are kept inside of the worker. */
export type GuestLimit = 'cpu' | 'memory' | 'stack' | 'output' | 'calls' | 'lost'

export type FromGuest =
  | GuestAsk
  | ({ type: 'done'; call: number } & Crossing)
  | { type: 'failed'; call: number; problem: Problem }
  | { type: 'over'; call: number; kind: GuestLimit; fatal: boolean }
  /** A promise was rejected, and nobody has waited for it. */
  | { type: 'forgotten'; call: number; problem: Problem }
  | { type: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; message: string; values: string }
