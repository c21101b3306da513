import type { Knex } from 'knex'
import { listFor } from './own-entries.ts'

/** One kind of what the site keeps about a member, as it is counted, shown and taken along. */
export interface OwnKind {
  /** Name of its file, and of its column when it is counted. */
  name: string
  /** Messages for `t`. */
  title: string
  says: string
  /** Where the member sees or changes it. */
  url?: string
  /** The rows, of one member, by this column; `key` puts them in order. */
  from(db: Knex): Knex.QueryBuilder
  owner: string
  key: string
  columns: string[]
  /** Columns with JSON. */
  json?: readonly string[]
  /** What belongs to the rows of one page, added to them. */
  complete?(db: Knex, rows: Record<string, unknown>[]): Promise<void>
}

const feed = ['f.handle', 'f.name']

/** Everything about a member that stands in tables of the core, but for what only makes pages quick and can be made again. */
export const ownKinds: readonly OwnKind[] = [
  {
    name: 'entries',
    title: 'Entries',
    says: 'What you wrote, uploaded and brought in, with what it was where it came from. Removed ones are among them until they are deleted.',
    from: db => db('entries as r'),
    owner: 'r.authorId',
    key: 'r.id',
    columns: ['r.*'],
    json: ['attachments', 'original'],
    complete: listFor,
  },
  {
    name: 'entry-versions',
    title: 'Older versions of entries',
    says: 'What stood in your entries before you changed them.',
    from: db => db('entry_edits as r').join('entries as e', 'e.id', 'r.entryId'),
    owner: 'e.authorId',
    key: 'r.id',
    columns: ['r.*'],
  },
  {
    name: 'comments',
    title: 'Comments',
    says: 'What you said to the entries of others and your own.',
    from: db => db('comments as r').leftJoin('entries as e', 'e.id', 'r.entryId'),
    owner: 'r.authorId',
    key: 'r.id',
    columns: ['r.*', 'e.shortId as entryShortId'],
  },
  {
    name: 'held-comments',
    title: 'Comments that wait',
    says: 'What you said and nobody else sees until somebody who looks after the site has read it.',
    from: db => db('held_comments as r').leftJoin('entries as e', 'e.id', 'r.entryId'),
    owner: 'r.authorId',
    key: 'r.id',
    columns: ['r.*', 'e.shortId as entryShortId'],
  },
  mark('likes', 'Likes', 'What you liked.'),
  mark('saves', 'Saved entries', 'What you saved for later. Nobody else sees it.'),
  mark('hides', 'Hidden entries', 'What you do not want on your home page. Nobody else sees it.'),
  {
    name: 'blocks',
    title: 'Blocked members',
    says: 'Members who see nothing of you, and you nothing of them. Nobody else sees it.',
    url: '/settings/blocks',
    // The rows without a time are those of others, who should not be found out.
    from: db => db('blocks as r').join('feeds as f', 'f.id', 'r.otherId').whereNotNull('r.blockedAt'),
    owner: 'r.memberId',
    key: 'r.otherId',
    columns: ['r.otherId', 'r.blockedAt', ...feed],
  },
  {
    name: 'mutes',
    title: 'Muted members',
    says: 'Members of whom you do not want to hear. Nobody else sees it.',
    url: '/settings/blocks',
    from: db => db('mutes as r').join('feeds as f', 'f.id', 'r.mutedId'),
    owner: 'r.memberId',
    key: 'r.mutedId',
    columns: ['r.*', ...feed],
  },
  {
    name: 'subscriptions',
    title: 'Whom you follow',
    says: 'Members and groups whose entries come to your home page.',
    url: '/subscriptions',
    from: db => db('subscriptions as r').join('feeds as f', 'f.id', 'r.feedId'),
    owner: 'r.memberId',
    key: 'r.feedId',
    columns: ['r.*', ...feed],
  },
  {
    name: 'requests',
    title: 'Requests',
    says: 'Private feeds and groups that you asked to be let into.',
    from: db => db('subscription_requests as r').join('feeds as f', 'f.id', 'r.feedId'),
    owner: 'r.memberId',
    key: 'r.feedId',
    columns: ['r.*', ...feed],
  },
  {
    name: 'groups',
    title: 'Groups',
    says: 'Groups that you are in, and whether you look after them.',
    url: '/groups',
    from: db => db('memberships as r').join('feeds as f', 'f.id', 'r.groupId'),
    owner: 'r.memberId',
    key: 'r.groupId',
    columns: ['r.*', ...feed],
  },
  {
    name: 'sources',
    title: 'Sources',
    says: 'Addresses outside from which your entries are brought in, and how the last visit went.',
    url: '/sources',
    from: db => db('sources as r'),
    owner: 'r.memberId',
    key: 'r.id',
    columns: ['r.*'],
  },
  {
    ...own(
      'consents',
      'consents',
      'What you allowed',
      'Which sentence you agreed to, since when, and until when if you took it back.',
      '/settings/data#consents',
    ),
    columns: ['r.consent', 'r.says', 'r.givenAt', 'r.withdrawnAt'],
  },
  own('source-claims', 'source_claims', 'Addresses that you showed to be yours', 'So that nobody else brings them in.'),
  own('archives', 'import_batches', 'Archives', 'Files that you brought from elsewhere, and what came of them.', '/settings/import', [
    'preview',
    'place',
  ]),
  {
    ...own(
      'restrictions',
      'restrictions',
      'Decisions of moderators about you',
      'What was decided, why, by which rule and until when.',
      '/decisions',
    ),
    columns: ['r.id', 'r.kind', 'r.reason', 'r.rule', 'r.until', 'r.createdAt', 'r.endedAt', 'r.liftedReason'],
  },
  {
    name: 'purged',
    title: 'What of yours was destroyed',
    says: 'That it was, when and why; not what it was.',
    from: db => db('tombstones as r').whereNull('r.notToldBecause'),
    owner: 'r.authorId',
    key: 'r.id',
    columns: ['r.kind', 'r.reason', 'r.rule', 'r.createdAt'],
  },
  {
    name: 'bans',
    title: 'Addresses of yours that are banned',
    says: 'Where you signed in from, or your e-mail provider, when moderators banned it because of you.',
    from: db => db('site_bans as r'),
    owner: 'r.memberId',
    key: 'r.id',
    columns: ['r.kind', 'r.shown', 'r.effect', 'r.reason', 'r.rule', 'r.until', 'r.createdAt', 'r.endedAt', 'r.liftedReason'],
  },
  {
    name: 'opened-entries',
    title: 'Private entries that moderators opened',
    says: 'Because somebody who can see them reported them.',
    from: db => db('opened_entries as r').join('entries as e', 'e.id', 'r.entryId'),
    owner: 'e.authorId',
    key: 'r.entryId',
    columns: ['r.entryId', 'e.shortId as entryShortId', 'r.reason', 'r.createdAt'],
  },
  {
    name: 'group-bans',
    title: 'Groups that have shut you out',
    says: 'With the reason, and until when.',
    from: db => db('group_bans as r').join('feeds as f', 'f.id', 'r.groupId'),
    owner: 'r.memberId',
    key: 'r.id',
    columns: ['r.id', 'r.reason', 'r.until', 'r.createdAt', 'r.endedAt', ...feed],
  },
  own('uploads', 'uploads', 'Uploads', 'Pictures that you uploaded. The files are in the folder media.'),
  {
    name: 'sessions',
    title: 'Signed-in browsers',
    says: 'Name and network address of each browser in which you are signed in. It is deleted when you sign out or after 60 days.',
    url: '/settings/sessions',
    from: db => db('sessions as r'),
    owner: 'r.memberId',
    key: 'r.id',
    columns: ['r.createdAt', 'r.usedAt', 'r.expiresAt', 'r.address', 'r.agent'],
  },
  own('notifications', 'notifications', 'Notifications', 'What you were told.', '/notifications'),
  {
    name: 'invitations',
    title: 'Invitations',
    says: 'Links with which others can join.',
    url: '/invitations',
    from: db => db('invitations as r'),
    owner: 'r.inviterId',
    key: 'r.id',
    columns: ['r.*'],
    json: ['feedIds'],
  },
  {
    name: 'days',
    title: 'Days on which you were here',
    says: 'The last 90, because who takes part can vote.',
    from: db => db('active_days as r'),
    owner: 'r.memberId',
    key: 'r.day',
    columns: ['r.day'],
  },
  {
    name: 'proposals',
    title: 'Proposals',
    says: 'What you proposed to the members.',
    from: db => db('proposals as r'),
    owner: 'r.proposedBy',
    key: 'r.id',
    columns: ['r.id', 'r.title', 'r.action', 'r.input', 'r.state', 'r.stateReason', 'r.publishedAt', 'r.closedAt', 'r.settledAt'],
    json: ['input'],
  },
  {
    name: 'ballots',
    title: 'Votes that are open',
    says: 'How you voted, while you can still change it. When a vote has closed, nobody can tell any more whose vote was which.',
    from: db => db('ballots as r'),
    owner: 'r.memberId',
    key: 'r.proposalId',
    columns: ['r.proposalId', 'r.choice'],
  },
  {
    name: 'candidacies',
    title: 'Elections in which you stood',
    says: 'Also those for which somebody named you.',
    from: db => db('candidacies as r'),
    owner: 'r.memberId',
    key: 'r.proposalId',
    columns: ['r.proposalId', 'r.statement', 'r.createdAt', 'r.acceptedAt'],
  },
  {
    name: 'terms',
    title: 'Roles to which you were elected',
    says: 'From when until when.',
    from: db => db('terms as r'),
    owner: 'r.memberId',
    key: 'r.id',
    columns: ['r.role', 'r.proposalId', 'r.beganAt', 'r.endsAt', 'r.endedAt'],
  },
  {
    name: 'decisions',
    title: 'What you did for the site',
    says: 'Changes of the site that you made, with your reasons.',
    from: db => db('audit_log as r'),
    owner: 'r.actorId',
    key: 'r.id',
    columns: ['r.id', 'r.action', 'r.summary', 'r.reason', 'r.createdAt'],
  },
]

function own(name: string, table: string, title: string, says: string, url?: string, json: string[] = []): OwnKind {
  return {
    name,
    title,
    says,
    ...(url && { url }),
    from: db => db(`${table} as r`),
    owner: 'r.memberId',
    key: 'r.id',
    columns: ['r.*'],
    json,
  }
}

/** A member's mark on an entry. */
function mark(name: string, title: string, says: string): OwnKind {
  const from = (db: Knex) => db(`${name} as r`).join('entries as e', 'e.id', 'r.entryId')
  return {
    name,
    title,
    says,
    from,
    owner: 'r.memberId',
    key: 'r.entryId',
    columns: ['r.*', 'e.shortId as entryShortId', 'e.link', 'e.title'],
  }
}
