import type { Plugins } from '../plugins/load-plugins.ts'
import { guardAtWork } from './plugin-guard.ts'

/**
 * Errors that nobody caught would end the process. Those of plugins (a forgotten promise, a timer of its own) are counted there, and
 * the site goes on; after any other `end` is called once, because nobody knows in what state things are. To be called before plugins
 * start; `plugins` are those that run by now.
 */
export function survivePlugins(plugins: () => Plugins | undefined, end: (error: unknown) => void): void {
  let ended = false
  const handle = (error: unknown): void => {
    const guard = guardAtWork() ?? plugins()?.ownerOf(error)
    if (guard) guard.fail('work that it left behind', error)
    else if (!ended) end(error)
    ended ||= guard === undefined
  }
  process.on('unhandledRejection', handle)
  process.on('uncaughtException', handle)
}
