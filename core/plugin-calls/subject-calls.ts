import type { Permission } from '../actions/permissions.ts'
import { type Actor, memberActor, visitor } from '../actor.ts'
import { listPublishedBans } from '../bans/list-bans.ts'
import { listCoreActions } from '../core-actions.ts'
import { inList } from '../db/select.ts'
import { findMemberById } from '../members/member.ts'
import type { PluginSubjects } from '../plugin-contract/plugin-subjects.ts'
import { listPublishedPurges } from '../purge/list-purges.ts'
import type { Site } from '../site.ts'
import { countDeeds } from '../subjects/count-deeds.ts'
import { findSubject } from '../subjects/find-subject.ts'
import { listRecent } from '../subjects/list-recent.ts'
import { listHolding, listStanding, listTied } from '../subjects/list-standing.ts'
import { readRules } from '../subjects/read-rules.ts'

/** What a plugin may know that helps people decide about others. */
export function makeSubjectCalls(site: Site): PluginSubjects {
  const { db } = site
  const seenBy = async (as: string | undefined): Promise<Actor | undefined> => {
    if (as === undefined) return undefined
    return as === 'visitor' ? visitor : memberActor(await findMemberById(db, as), site.roles)
  }
  return {
    find: async (kind, id, as) => findSubject(site, kind, String(id), await seenBy(as)),
    async waiting() {
      const [held, commentIds, memberIds] = await Promise.all([
        db('held_entries').orderBy('createdAt').limit(500).select('entryId'),
        db('held_comments').orderBy('createdAt').limit(500).pluck('id'),
        db('members').whereNotNull('waitingSince').orderBy('waitingSince').limit(500).pluck('id'),
      ])
      const entryIds = held.map(({ entryId }: { entryId: string }) => entryId)
      return { entryIds, commentIds, memberIds }
    },
    recent: (kind, query) => listRecent(site, kind, query),
    deeds: (memberId, since) => countDeeds(db, String(memberId), String(since)),
    members: ids => listStanding(db, ids),
    holding: permission => listHolding(db, site.roles, permission as Permission),
    groupsRunBy: memberId =>
      db('memberships as s')
        .join('feeds as f', 'f.id', 's.groupId')
        .where({ 's.memberId': memberId, 's.role': 'admin' })
        .whereNull('f.removedAt')
        .orderBy('f.handle')
        .select('f.id', 'f.handle', 'f.name'),
    async countMembers(most) {
      const rows: unknown[] = await db('members')
        .whereNull('waitingSince')
        .limit(Math.max(0, Number(most)))
        .select(db.raw('1'))
      return rows.length
    },
    async follows(memberId, feedIds) {
      const { sql, bindings } = inList(db.dialect, 'feed_id', feedIds)
      const rows: { feedId: string }[] = await db('subscriptions').where({ memberId }).whereRaw(sql, bindings).select('feedId')
      return rows.map(({ feedId }) => feedId)
    },
    tied: (ids, others) => listTied(db, ids, others),
    actionNames: async () => [...listCoreActions().map(action => action.name), ...site.registry.actions.keys()],
    bans: ({ before, limit }) => listPublishedBans(site, { limit: Math.min(limit, 200), ...(before && { before }) }),
    purges: ({ before, limit }) => listPublishedPurges(site, { limit: Math.min(limit, 200), ...(before && { before }) }),
    rules: async () => readRules(site),
  }
}
