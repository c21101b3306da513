import type { Knex } from 'knex'
import { Model } from 'objection'
import { SiteModel } from '../db/site-model.ts'
import { notFound } from '../errors.ts'
import { Member } from '../members/member.ts'

/** An address outside the site whose entries a member brings in. The rows are also the queue of what to fetch when. */
export class Source extends SiteModel {
  static override tableName = 'sources'
  declare memberId: string
  /** Which source type reads it: `feed`. */
  declare type: string
  /** Id of the named service it belongs to: `youtube`. */
  declare service: string | null
  declare url: string
  /** Host of the url, without a port. */
  declare host: string | null
  /** The url at the time of connecting. Entries are known by it, also after the source has moved. */
  declare address: string
  declare title: string
  /** The page that people read. */
  declare siteUrl: string | null
  /** Absolute address of a picture, elsewhere. */
  declare picture: string | null
  declare onlyAuthor: string | null
  declare asMessageSince: string | null
  declare firstCommentSince: string | null
  declare etag: string | null
  declare lastModified: string | null
  /** How the last fetch ended; null before the first. */
  declare outcome: string | null
  /** Why it ended badly, for the member. */
  declare problem: string | null
  /** Bad ends in a row, and since when. */
  declare failures: number
  declare failingSince: string | null
  declare fetchedAt: string | null
  declare changedAt: string | null
  /** What the last fetch brought. */
  declare imported: number
  declare updated: number
  declare importedInAll: number
  declare intervalMinutes: number
  /** Null: paused, or gone for good. */
  declare nextFetchAt: string | null
  declare leasedUntil: string | null
  declare verificationCode: string
  declare verifiedAt: string | null
  declare pausedAt: string | null
  /** Who paused it, when that was not its owner; and why. */
  declare pausedBy: string | null
  declare pausedNote: string | null
  declare createdAt: string
  declare member?: Member

  static override relationMappings = () => ({
    member: { relation: Model.BelongsToOneRelation, modelClass: Member, join: { from: 'sources.memberId', to: 'members.id' } },
  })
}

/** A source of this member. Throws notFound for anybody else's. */
export async function findSource(db: Knex, memberId: string | undefined, id: string): Promise<Source> {
  const source = memberId && (await Source.query(db).findOne({ id, memberId }))
  if (!source) throw notFound('source')
  return source
}

/** All sources of a member, as they were connected. */
export async function listSourcesOf(db: Knex, memberId: string): Promise<Source[]> {
  return Source.query(db).where({ memberId }).orderBy('createdAt').orderBy('id')
}
