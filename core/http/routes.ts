import { addAnnouncementRoutes } from '../announcements/announcement-routes.ts'
import { addBlockRoutes } from '../blocks/block-routes.ts'
import { addCommentRoutes } from '../comments/comment-routes.ts'
import { addEntryRoutes } from '../entries/entry-routes.ts'
import { addFeedRoutes, addHandleRoutes } from '../feeds/feed-routes.ts'
import { addV2Routes } from '../friendfeed/v2-routes.ts'
import { addGroupRoutes } from '../groups/group-routes.ts'
import { addImportRoutes } from '../imports/import-routes.ts'
import { addLabelRoutes } from '../labels/label-routes.ts'
import { addLikeRoutes } from '../likes/like-routes.ts'
import { addLockRoutes } from '../lock/lock-routes.ts'
import { addPreviewRoutes } from '../looks/preview-routes.ts'
import { addMemberRoutes } from '../members/member-routes.ts'
import { addNotificationRoutes } from '../notifications/notification-routes.ts'
import { addExportRoutes } from '../own-data/export-routes.ts'
import { addOwnDataRoutes } from '../own-data/own-data-routes.ts'
import { addPackageRoutes } from '../packages/package-routes.ts'
import { addStaticPageRoutes } from '../pages/static-page-routes.ts'
import { addPanelRoutes } from '../panel/panel-routes.ts'
import { addMemberSettingsRoutes } from '../plugin-pages/member-settings-routes.ts'
import { addPluginRoutes } from '../plugin-pages/plugin-routes.ts'
import { addPolicyRoutes } from '../policies/policy-routes.ts'
import { addFeedOutRoutes } from '../portability/feed-out-routes.ts'
import { addOpmlRoutes } from '../portability/opml-routes.ts'
import { addProposalRoutes } from '../proposals/proposal-routes.ts'
import { addRestrictionRoutes } from '../restrictions/restriction-routes.ts'
import { addSourceCodeRoutes } from '../source/source-code-routes.ts'
import { addSourceRoutes } from '../sources/source-routes.ts'
import { addSubscriptionRoutes } from '../subscriptions/subscription-routes.ts'
import { addTagRoutes } from '../tags/tag-routes.ts'
import { addThemeRoutes } from '../theme-changes/theme-routes.ts'
import { addThemePackageRoutes } from '../theme-packages/theme-package-routes.ts'
import { addLiveRoutes } from './live-routes.ts'
import type { Router } from './router.ts'

/** Mounts the routes of every noun. The last one takes any first part of a path as a handle. */
export function addRoutes(router: Router): void {
  addMemberRoutes(router)
  addFeedRoutes(router)
  addTagRoutes(router)
  addEntryRoutes(router)
  addCommentRoutes(router)
  addLikeRoutes(router)
  addGroupRoutes(router)
  addSubscriptionRoutes(router)
  addOpmlRoutes(router)
  addSourceRoutes(router)
  addImportRoutes(router)
  addOwnDataRoutes(router)
  addExportRoutes(router)
  addLiveRoutes(router)
  addFeedOutRoutes(router)
  addV2Routes(router)
  addNotificationRoutes(router)
  addThemePackageRoutes(router)
  addThemeRoutes(router)
  addPackageRoutes(router)
  addPanelRoutes(router)
  addSourceCodeRoutes(router)
  addStaticPageRoutes(router)
  addPolicyRoutes(router)
  addLockRoutes(router)
  addProposalRoutes(router)
  addAnnouncementRoutes(router)
  addRestrictionRoutes(router)
  addBlockRoutes(router)
  addLabelRoutes(router)
  addPreviewRoutes(router)
  addPluginRoutes(router)
  addMemberSettingsRoutes(router)
  addHandleRoutes(router)
}
