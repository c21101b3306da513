import { isMember, type MemberActor } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { clientOf } from '../http/client.ts'
import type { Context } from '../http/context.ts'
import { addForm, type FormState, type Router } from '../http/router.ts'
import { inMegabytes, memberUploads } from '../media/upload-quota.ts'
import { changePassword, changePasswordInput } from '../passwords/change-password.ts'
import { describeAgent } from '../sessions/describe-agent.ts'
import { endOtherSessions, endSession, endSessionInput } from '../sessions/end-session.ts'
import { listSessions } from '../sessions/session.ts'
import { forgetSession, keepSession } from '../sessions/session-cookie.ts'
import { changeEmail, changeEmailInput } from './change-email.ts'
import { changeLocale, changeLocaleInput } from './change-locale.ts'
import { closeAccount, closeAccountInput, graceDays, keepAccount } from './close-account.ts'
import { longDate } from './long-date.ts'
import { settingsTabs } from './settings-tabs.ts'

/** A member's own settings. Each form has an address of its own; what it refuses is shown on the page it stands on. */
export function addSettingsRoutes(router: Router): void {
  router.get('/settings', async ctx => {
    requireMember(ctx)
    await ctx.page('settings', { tabs: settingsTabs(ctx, '/settings') })
  })
  router.get('/settings/account', ctx => showAccount(ctx, { values: {}, problems: {} }))
  addForm(router, '/settings/account/email', {
    show: showAccount,
    async submit(ctx) {
      await changeEmail(ctx.site, ctx.actor, ctx.read(changeEmailInput))
      ctx.done('/settings/account', 'Your e-mail address is changed.')
    },
  })
  addForm(router, '/settings/account/password', {
    show: showAccount,
    async submit(ctx) {
      keepSession(ctx, await changePassword(ctx.site, ctx.actor, { ...ctx.read(changePasswordInput), client: clientOf(ctx) }))
      ctx.done('/settings/account', 'Your password is changed. All other browsers are signed out.')
    },
  })
  addForm(router, '/settings/account/language', {
    show: showAccount,
    async submit(ctx) {
      await changeLocale(ctx.site, ctx.actor, ctx.read(changeLocaleInput))
      ctx.done('/settings/account')
    },
  })
  addClosingRoutes(router)
  addSessionListRoutes(router)
}

/** The end of an account: POST asks for it, DELETE takes it back. */
function addClosingRoutes(router: Router): void {
  addForm(router, '/settings/account/closing', {
    show: showAccount,
    async submit(ctx) {
      await closeAccount(ctx.site, ctx.actor, ctx.read(closeAccountInput))
      forgetSession(ctx)
      ctx.done('/', 'You are signed out. Sign in within 14 days if you change your mind.')
    },
  })
  router.delete('/settings/account/closing', async ctx => {
    await keepAccount(ctx.site, ctx.actor)
    ctx.done('/settings/account', 'Good to have you back. Your account stays.')
  })
}

function addSessionListRoutes(router: Router): void {
  router.get('/settings/sessions', async ctx => {
    const { id } = requireMember(ctx)
    const sessions = await listSessions(ctx.site.db, id, ctx.site.now())
    await ctx.page('settings-sessions', {
      tabs: settingsTabs(ctx, '/settings/sessions'),
      sessions: sessions.map(session => ({
        id: session.id,
        browser: describeAgent(session.agent) || ctx.t('An unknown browser'),
        address: session.address,
        createdAt: session.createdAt,
        usedAt: session.usedAt,
        isThis: session.id === ctx.state.sessionId,
      })),
    })
  })
  router.delete('/settings/sessions/others', async ctx => {
    await endOtherSessions(ctx.site, ctx.actor, { sessionId: ctx.state.sessionId ?? '' })
    ctx.done('/settings/sessions', 'All other browsers are signed out.')
  })
  router.delete('/settings/sessions/:id', async ctx => {
    await endSession(ctx.site, ctx.actor, ctx.read(endSessionInput))
    ctx.done('/settings/sessions', 'This browser is signed out.')
  })
}

async function showAccount(ctx: Context, { values, problems }: FormState): Promise<void> {
  const { id, member } = requireMember(ctx)
  const row: { email: string | null } | undefined = await ctx.site.db('members').where({ id }).first('email')
  const languages = ctx.site.themes.locales().map(({ tag, name }) => ({ value: tag, label: name, selected: tag === member.locale }))
  const { used, most } = await memberUploads(ctx.site, id)
  await ctx.page('settings-account', {
    tabs: settingsTabs(ctx, '/settings/account'),
    values: { email: row?.email ?? '', ...values },
    problems,
    languages: [{ value: '', label: ctx.t('As my browser asks'), selected: !member.locale }, ...languages],
    ...(member.closingAt && { closingOn: longDate(member.closingAt, ctx.locale) }),
    graceDays,
    pictures: { megabytes: inMegabytes(used), ...(most !== undefined && { most: inMegabytes(most) }) },
  })
}

function requireMember(ctx: Context): MemberActor {
  if (!isMember(ctx.actor)) throw unauthorized()
  return ctx.actor
}
