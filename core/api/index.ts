/** The door for plugins. What is exported here is a promise: adding is easy, changing needs a new major version. */
export { apiVersion } from '../plugin-contract/api-version.ts'
export type { Block, Cell } from '../plugin-contract/blocks.ts'
export type * from '../plugin-contract/events.ts'
export type { FilterName, Filters } from '../plugin-contract/filters.ts'
export type { Host, LogLine, Plugin, PluginActed, PluginEntries, PluginEntry, PluginLog, PluginPolicy } from '../plugin-contract/host.ts'
export type * from '../plugin-contract/plugin-handlers.ts'
export type {
  PluginSubjects,
  PublishedBan,
  PublishedPurge,
  RecentThing,
  Standing,
  Subject,
  SubjectKind,
} from '../plugin-contract/plugin-subjects.ts'
export type { PluginTables } from '../plugin-contract/plugin-tables.ts'
export type * from '../plugin-contract/proposals.ts'
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
