/** The door for the admin panel: verbs and lists that run the site. */
export type { ActOptions, Change, Outcome } from '../actions/action.ts'
export { type AuditEntry, type AuditFilter, listAudit } from '../actions/audit-log.ts'
export { holdsEverything, may, type Permission } from '../actions/permissions.ts'
export { canBeUndone } from '../actions/undo-action.ts'
export { listConfig, type OptionView } from '../config/list-options.ts'
export { settingHistory } from '../config/setting-history.ts'
export { listCoreActions } from '../core-actions.ts'
export { listCoreTasks } from '../core-tasks.ts'
export { writeCursor } from '../feeds/cursor.ts'
export { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
export { testMail } from '../health/test-mail.ts'
export { testStorage } from '../health/test-storage.ts'
export { readInput } from '../http/schema.ts'
export { createInvitation, createInvitationInput } from '../invitations/create-invitation.ts'
export { type JobView, listJobs } from '../jobs/list-jobs.ts'
export { listSiteMembers, type MemberFilter, memberCursor, type SiteMember } from '../members/list-site-members.ts'
export { listWaiting } from '../members/list-waiting.ts'
export { type Attention, listAttention } from '../panel/attention.ts'
export { type Daily, dailyCounts } from '../panel/daily-counts.ts'
export {
  type FormView,
  formView,
  listSettings,
  pluginSettingsForm,
  savePluginSettings,
  saveSettings,
  settingsForm,
} from '../panel/edit-settings.ts'
export type { Download, PanelPage, PanelRequest } from '../panel/panel-page.ts'
export { readPanelForm } from '../panel/read-panel-form.ts'
export { type FormField, type FormOptions, groupFields, schemaForm } from '../panel/schema-form.ts'
export { offerResetLink } from '../passwords/offer-reset-link.ts'
export { listPlugins, type PluginView } from '../plugins/list-plugins.ts'
export { csvLine } from '../portability/write-csv.ts'
export { listPermissions, type PermissionView } from '../roles/list-permissions.ts'
export { isBuiltIn, type Role } from '../roles/role.ts'
export { canStandFor } from '../roles/role-access.ts'
export { savePermissions } from '../roles/save-permissions.ts'
export { countedTo } from '../staff/count-some.ts'
export { listSiteGroups, type SiteGroup } from '../staff/list-site-groups.ts'
export { listInvited, listSiteInvitations } from '../staff/list-site-invitations.ts'
export { listSiteSessions, type SiteSession } from '../staff/list-site-sessions.ts'
export { showSiteMember } from '../staff/show-site-member.ts'
export { listTasks, type TaskFilter, type TaskView } from '../tasks/list-tasks.ts'
