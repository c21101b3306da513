/** What a sandboxed plugin may use. Beyond it a call ends with an error; what cannot be stopped that way is stopped with its worker. */
export interface SandboxLimits {
  /** Megabytes that the plugin's values may take. */
  memoryMb: number
  /** Kilobytes of its stack. */
  stackKb: number
  /** Milliseconds of computing for one call of a handler, by the host method it was registered with. */
  cpuMs: Readonly<Record<string, number>>
  /** The same for methods that are not named there. */
  otherCpuMs: number
  /** Milliseconds of computing for loading the code and `activate`. */
  startCpuMs: number
  /** Milliseconds until a start is given up. */
  startMs: number
  /** Milliseconds until a call is given up, waiting for the site and the outside included. */
  callMs: number
  /** Milliseconds for which the worker may be at work without looking at the time, in one long step of QuickJS; then it is stopped. */
  stuckMs: number
  /** Characters and bytes of one message to the site. */
  outgoing: number
  /** Characters and bytes of one message from the site. */
  incoming: number
  /** Parts of what the plugin hands over at once: values in lists and objects. Many small ones take the site longer than a long text. */
  parts: number
  /** How deep what the plugin hands over may be nested. */
  depth: number
  /** Calls of the site during one call of a handler. */
  asks: number
  /** The same for `activate`, where each registration is one. */
  startAsks: number
  /** Calls of the site that may wait for an answer at the same time, and what they may hold together. */
  openAsks: number
  openBytes: number
  /** Calls of handlers that may wait at the same time. */
  openCalls: number
  /** Lines of the log: so many at once, then so many a second; and characters of one. */
  logBurst: number
  logPerSecond: number
  logLength: number
  /** Times that the worker may be started in a minute. */
  startsPerMinute: number
  /** Milliseconds without a call after which the worker is stopped; the next call starts it anew. */
  idleMs: number
}

/** Meant for a small machine: ten such plugins may not weigh more than the site. */
export const defaultLimits: SandboxLimits = {
  memoryMb: 32,
  stackKb: 512,
  cpuMs: { filter: 50, slot: 50, insert: 50, sourceType: 2000, job: 2000, command: 2000, importer: 2000, timer: 500, every: 500 },
  otherCpuMs: 250,
  startCpuMs: 1000,
  startMs: 10_000,
  callMs: 60_000,
  stuckMs: 2000,
  outgoing: 1_048_576,
  incoming: 8_388_608,
  parts: 20_000,
  depth: 64,
  asks: 200,
  startAsks: 500,
  openAsks: 32,
  openBytes: 2_097_152,
  openCalls: 100,
  logBurst: 50,
  logPerSecond: 5,
  logLength: 2000,
  startsPerMinute: 5,
  idleMs: 600_000,
}
