import type { Village } from './furnish-site.ts'

export type Reader = 'visitor' | 'ann' | 'dov'

/** Every page of the site and every state of it that looks different: who looks, at which path. */
export function listPages(village: Village, blogUrl: string): [Reader, string][] {
  const { talkUrl, entryId, commentId, invitationCode, sourceId } = village
  const asked = encodeURIComponent(`${blogUrl}/blog`)
  return [
    ...visitorPages(talkUrl, invitationCode),
    ['dov', '/'],
    ['dov', '/welcome'],
    ['dov', '/notifications'],
    ['dov', '/saves'],
    ['dov', '/dov'],
    ['dov', '/cem'],
    ['dov', '/weir'],
    ['dov', '/requests'],
    ['dov', '/sources'],
    ['dov', `/sources/found?address=${asked}`],
    ['dov', `/sources/found?address=${asked}x`],
    ['dov', '/groups/bakers/edit'],
    ['ann', '/'],
    ['ann', '/entries'],
    ['ann', '/ann'],
    ['ann', '/ann/comments'],
    ['ann', '/ann/likes'],
    ['ann', '/ann/discussion'],
    ['ann', '/ann/subscribers'],
    ['ann', '/ann/subscriptions'],
    ['ann', talkUrl],
    ['ann', `/entries/${entryId}/edit`],
    ['ann', `/comments/${commentId}/edit`],
    ['ann', '/groups'],
    ['ann', '/bakers'],
    ['ann', '/weir'],
    ['ann', '/groups/new'],
    ['ann', '/groups/bakers/edit'],
    ['ann', '/groups/bakers/members'],
    ['ann', '/requests'],
    ['ann', '/notifications'],
    ['ann', '/saves'],
    ['ann', '/sources'],
    ['ann', '/sources/claims'],
    ...['', '/removal', '/verification'].map((part): [Reader, string] => ['ann', `/sources/${sourceId}${part}`]),
    ...['', '/profile', '/account', '/notifications', '/sessions'].map((part): [Reader, string] => ['ann', `/settings${part}`]),
    ['ann', '/invitations'],
    ['ann', '/members/waiting'],
    ['dov', '/admin'],
  ]
}

/** Pages of the admin panel, which has no look but its own and speaks English. */
export function listPanelPages(): [Reader, string][] {
  const pages = [
    '',
    '/sources',
    '/sources?show=failing&host=127.0.0.1',
    '/source-hosts',
    '/settings',
    '/settings?q=nothing',
    '/setting?key=siteName',
    '/configuration',
    '/plugins',
    '/members',
    '/members?search=nobody',
    '/member?handle=dov',
    '/sign-ups',
    '/invitations',
    '/invitations?show=joined',
    '/groups',
    '/roles',
    '/sessions',
    '/entries',
    '/entries?show=removed',
    '/comments',
    '/media',
    '/held',
    '/static-pages',
    '/static-page',
    '/announcements',
    '/themes',
    '/customise',
    '/templates?search=avatar',
    '/templates?file=partials/entry.hbs',
    '/looks',
    '/audit',
    '/jobs',
    '/tasks',
    '/backups',
    '/plugin-settings?name=feeds',
  ]
  return pages.map(page => ['ann', `/admin${page}`])
}

function visitorPages(talkUrl: string, invitationCode: string): [Reader, string][] {
  const paths = [
    '/',
    '/public',
    '/ann',
    '/cem',
    '/bakers',
    '/weir',
    talkUrl,
    '/groups',
    '/sign-in',
    '/sign-up',
    `/sign-up?invitation=${invitationCode}`,
    `/invitations/${invitationCode}`,
    '/welcome/waiting',
    '/password-reset-requests',
    '/password-reset?token=none',
    '/source',
    '/nothing/here',
  ]
  return paths.map(path => ['visitor', path])
}
