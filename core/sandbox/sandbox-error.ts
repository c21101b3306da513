/** Which limit was met. */
export type SandboxFailure =
  /** More computing time than a call has. */
  | 'cpu'
  | 'memory'
  /** Functions that call each other without end. */
  | 'stack'
  /** A value that is too large, too deep, or no plain value. */
  | 'output'
  /** Too many calls of the site. */
  | 'calls'
  /** It waits for something that never comes: nothing was asked for, and nothing is left to do. */
  | 'lost'
  /** No result in time. */
  | 'time'
  /** More calls wait than the plugin keeps up with. */
  | 'busy'
  /** The worker did not look up any more and was stopped. */
  | 'stuck'
  /** Its worker was stopped because of another call. */
  | 'stopped'
  /** The worker ended. */
  | 'crashed'
  /** It was started anew too often and rests. */
  | 'resting'

/** A sandboxed plugin met a limit. The message names plugin, handler and limit; it is for the log and the admin, not for visitors. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
  readonly kind: SandboxFailure
  readonly plugin: string

  constructor(kind: SandboxFailure, plugin: string, message: string) {
    super(message)
    this.kind = kind
    this.plugin = plugin
  }
}
