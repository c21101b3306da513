import { mailPasswordReset } from '../passwords/request-password-reset.ts'
import type { Site } from '../site.ts'
import { removeFile } from '../staff/take-down-upload.ts'
import { sendMemberMail } from './mail-member.ts'

/** What members cause to be done later. */
export function handleMemberJobs(site: Site): void {
  site.jobs.handle('mail-member', input => sendMemberMail(site, input as Parameters<typeof sendMemberMail>[1]))
  site.jobs.handle('remove-file', input => removeFile(site, input as Parameters<typeof removeFile>[1]))
  site.jobs.handle('mail-password-reset', input => mailPasswordReset(site, input as Parameters<typeof mailPasswordReset>[1]))
}
