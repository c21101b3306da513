import type { Source } from '../sources/source.ts'

/** Where entries come from on their way in: a source that is fetched, or an archive that a member brought. */
export interface ImportOrigin
  extends Pick<
    Source,
    'memberId' | 'type' | 'address' | 'service' | 'title' | 'siteUrl' | 'verifiedAt' | 'onlyAuthor' | 'asMessageSince' | 'firstCommentSince'
  > {
  /** Null for an archive. */
  sourceId: string | null
  /** Null for a source. */
  importBatchId: string | null
}

/** A source as the place where entries come from. */
export function originOfSource(source: Source): ImportOrigin {
  const { id, memberId, type, address, service, title, siteUrl, verifiedAt, onlyAuthor, asMessageSince, firstCommentSince } = source
  const shown = { service, title, siteUrl, verifiedAt }
  return { sourceId: id, importBatchId: null, memberId, type, address, ...shown, onlyAuthor, asMessageSince, firstCommentSince }
}
