/** The door for plugins. What is exported here is a promise: adding is easy, changing needs a new major version. */
export type {
  FetchedEntry,
  FetchedFeed,
  FetchedMedia,
  FetchRequest,
  FetchResult,
  FoundSource,
  Outside,
  OutsideFetch,
  OutsideRequest,
  OutsideResponse,
  Service,
  ServiceAddress,
  ServicePlayer,
  SourceDocument,
  SourceType,
} from '../sources/source-type.ts'
export { OutsideError, ProblemReading } from '../sources/source-type.ts'
