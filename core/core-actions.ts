import type { Action } from './actions/action.ts'
import { publishAnnouncement, removeAnnouncement, restoreAnnouncement } from './announcements/publish-announcement.ts'
import { beginDrill, beginVerify } from './backup/backup-actions.ts'
import { addBan } from './bans/add-ban.ts'
import { liftBan, restoreBan } from './bans/lift-ban.ts'
import { changeSetting } from './config/change-setting.ts'
import { saveSettings } from './config/save-settings.ts'
import { electMembers } from './elections/elect-members.ts'
import { banFromGroup, liftGroupBan } from './groups/ban-member.ts'
import { removeFromGroup, returnToGroup } from './groups/withdraw-entry.ts'
import { refuseEntry, releaseEntry } from './held/settle-held.ts'
import { refuseComment, releaseComment } from './held/settle-held-comment.ts'
import { withdrawInvitation } from './invitations/withdraw-invitation.ts'

import { runRoutine } from './jobs/run-routine.ts'
import { dropJob, retryGivenUp, retryJob } from './jobs/settle-job.ts'
import { blurUpload, unblurUpload } from './labels/blur-upload.ts'
import { labelComment, labelEntry } from './labels/label-content.ts'
import { changeCharter } from './lock/change-charter.ts'
import { activateTheme } from './looks/activate-theme.ts'
import { publishLook } from './looks/publish-look.ts'
import { restoreLook } from './looks/restore-look.ts'
import { withdrawLook } from './looks/withdraw-look.ts'
import { maintainSite } from './maintenance/maintain-site.ts'
import { emptyImageCache } from './media/empty-cache.ts'
import { approveMember, refuseMember } from './members/approve-member.ts'
import { changeSiteRole } from './members/change-site-role.ts'
import { installPlugin, updatePlugin } from './packages/install-plugin.ts'
import { removePlugin } from './packages/remove-plugin.ts'
import { rollbackPluginAction } from './packages/rollback-plugin.ts'
import { publishPage, removePage, restorePage } from './pages/publish-page.ts'
import { offerResetLink } from './passwords/offer-reset-link.ts'
import { quarantinePlugin } from './plugin-health/quarantine-plugin.ts'
import { changePluginSettings } from './plugin-settings/change-plugin-settings.ts'
import { disablePlugin } from './plugins/disable-plugin.ts'
import { enablePlugin } from './plugins/enable-plugin.ts'
import { publishPolicy } from './policies/publish-policy.ts'
import { purgeContent } from './purge/purge-content.ts'
import { liftRestriction } from './restrictions/lift-restriction.ts'
import { removeMember } from './restrictions/remove-member.ts'
import { silenceMember } from './restrictions/silence-member.ts'
import { suspendMember } from './restrictions/suspend-member.ts'
import { warnMember } from './restrictions/warn-member.ts'
import { createRole } from './roles/create-role.ts'
import { editRole } from './roles/edit-role.ts'
import { removeRole } from './roles/remove-role.ts'
import { revokeSession, signOutMember } from './sessions/revoke-session.ts'
import { concealEntry, revealEntry } from './staff/hide-entry.ts'
import { lockComments, unlockComments } from './staff/lock-comments.ts'
import { openEntry } from './staff/open-entry.ts'
import { fetchFailing, fetchSourceOf, pauseSourceOf, refetchSources, resumeSourceOf } from './staff/settle-source.ts'
import { bringBackComment, takeDownComment } from './staff/take-down-comment.ts'
import { bringBackEntry, takeDownEntry } from './staff/take-down-entry.ts'
import { takeDownUpload } from './staff/take-down-upload.ts'
import { returnUpload, withholdUpload } from './staff/withhold-upload.ts'
import { hideTag, showTag } from './tags/hide-tag.ts'
import { mergeTag, separateTag } from './tags/merge-tag.ts'
import { beginTask, cancelTask, retryTask } from './tasks/settle-task.ts'
import { changeLookFiles } from './theme-changes/change-look-files.ts'
import { installRelease } from './theme-packages/install-theme.ts'
import { removeTheme } from './theme-packages/remove-theme.ts'

/** Every way in which the core lets the site itself be changed. */
export function listCoreActions(): readonly Action[] {
  return [
    changeSetting,
    changeCharter,
    publishPolicy,
    beginVerify,
    beginDrill,
    saveSettings,
    changeSiteRole,
    electMembers,
    createRole,
    editRole,
    removeRole,
    approveMember,
    refuseMember,
    signOutMember,
    offerResetLink,
    revokeSession,
    withdrawInvitation,
    warnMember,
    silenceMember,
    suspendMember,
    removeMember,
    liftRestriction,
    purgeContent,
    addBan,
    liftBan,
    restoreBan,
    publishPage,
    removePage,
    restorePage,
    publishAnnouncement,
    removeAnnouncement,
    restoreAnnouncement,
    takeDownEntry,
    bringBackEntry,
    takeDownComment,
    bringBackComment,
    takeDownUpload,
    withholdUpload,
    returnUpload,
    openEntry,
    banFromGroup,
    liftGroupBan,
    removeFromGroup,
    returnToGroup,
    concealEntry,
    revealEntry,
    lockComments,
    unlockComments,
    labelEntry,
    labelComment,
    blurUpload,
    unblurUpload,
    mergeTag,
    separateTag,
    hideTag,
    showTag,
    releaseEntry,
    refuseEntry,
    releaseComment,
    refuseComment,
    enablePlugin,
    disablePlugin,
    quarantinePlugin,
    changePluginSettings,
    installPlugin,
    updatePlugin,
    rollbackPluginAction,
    removePlugin,
    retryJob,
    retryGivenUp,
    runRoutine,
    emptyImageCache,
    dropJob,
    pauseSourceOf,
    resumeSourceOf,
    fetchSourceOf,
    refetchSources,
    fetchFailing,
    maintainSite,
    beginTask,
    cancelTask,
    retryTask,
    activateTheme,
    publishLook,
    changeLookFiles,
    restoreLook,
    withdrawLook,
    installRelease,
    removeTheme,
  ] as unknown as Action[]
}
