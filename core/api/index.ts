/** The door for plugins. What is exported here is a promise: adding is easy, changing needs a new major version. */
export { apiVersion } from '../plugins/api-version.ts'
export type { Block, Cell } from '../plugins/blocks.ts'
export type * from '../plugins/events.ts'
export type { FilterName, Filters } from '../plugins/filters.ts'
export type { Host, LogLine, Plugin, PluginEntries, PluginEntry, PluginLog } from '../plugins/host.ts'
export type * from '../plugins/plugin-handlers.ts'
export type { Filter, Listener } from '../plugins/registry.ts'
export type {
  FetchedEntry,
  FetchedFeed,
  FetchedMedia,
  FetchRequest,
  FetchResult,
  FoundSource,
  Outside,
  OutsideFetch,
  OutsideProblem,
  OutsideRequest,
  OutsideResponse,
  Service,
  ServiceAddress,
  ServicePlayer,
  SourceDocument,
  SourceType,
} from '../sources/source-type.ts'
export { OutsideError, ProblemReading, WorkStopped } from '../sources/source-type.ts'
