import type { Action } from './actions/action.ts'
import { publishAnnouncement, removeAnnouncement, restoreAnnouncement } from './announcements/publish-announcement.ts'
import { beginDrill, beginVerify } from './backup/backup-actions.ts'
import { changeSetting } from './config/change-setting.ts'
import { saveSettings } from './config/save-settings.ts'
import { refuseEntry, releaseEntry } from './held/settle-held.ts'
import { withdrawInvitation } from './invitations/withdraw-invitation.ts'
import { dropJob, retryJob } from './jobs/settle-job.ts'
import { activateTheme } from './looks/activate-theme.ts'
import { publishLook } from './looks/publish-look.ts'
import { restoreLook } from './looks/restore-look.ts'
import { maintainSite } from './maintenance/maintain-site.ts'
import { approveMember, refuseMember } from './members/approve-member.ts'
import { changeSiteRole } from './members/change-site-role.ts'
import { installPlugin, updatePlugin } from './packages/install-plugin.ts'
import { removePlugin } from './packages/remove-plugin.ts'
import { rollbackPluginAction } from './packages/rollback-plugin.ts'
import { publishPage, removePage, restorePage } from './pages/publish-page.ts'
import { offerResetLink } from './passwords/offer-reset-link.ts'
import { changePluginSettings } from './plugins/change-plugin-settings.ts'
import { disablePlugin } from './plugins/disable-plugin.ts'
import { enablePlugin } from './plugins/enable-plugin.ts'
import { quarantinePlugin } from './plugins/quarantine-plugin.ts'
import { createRole } from './roles/create-role.ts'
import { editRole } from './roles/edit-role.ts'
import { removeRole } from './roles/remove-role.ts'
import { revokeSession, signOutMember } from './sessions/revoke-session.ts'
import { fetchSourceOf, pauseSourceOf, refetchSources, resumeSourceOf } from './staff/settle-source.ts'
import { bringBackComment, takeDownComment } from './staff/take-down-comment.ts'
import { bringBackEntry, takeDownEntry } from './staff/take-down-entry.ts'
import { takeDownUpload } from './staff/take-down-upload.ts'
import { beginTask, cancelTask } from './tasks/settle-task.ts'
import { installRelease } from './theme-packages/install-theme.ts'
import { removeTheme } from './theme-packages/remove-theme.ts'

/** Every way in which the core lets the site itself be changed. */
export function listCoreActions(): readonly Action[] {
  return [
    changeSetting,
    beginVerify,
    beginDrill,
    saveSettings,
    changeSiteRole,
    createRole,
    editRole,
    removeRole,
    approveMember,
    refuseMember,
    signOutMember,
    offerResetLink,
    revokeSession,
    withdrawInvitation,
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
    releaseEntry,
    refuseEntry,
    enablePlugin,
    disablePlugin,
    quarantinePlugin,
    changePluginSettings,
    installPlugin,
    updatePlugin,
    rollbackPluginAction,
    removePlugin,
    retryJob,
    dropJob,
    pauseSourceOf,
    resumeSourceOf,
    fetchSourceOf,
    refetchSources,
    maintainSite,
    beginTask,
    cancelTask,
    activateTheme,
    publishLook,
    restoreLook,
    installRelease,
    removeTheme,
  ] as unknown as Action[]
}
