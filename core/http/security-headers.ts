import type { Context } from './context.ts'

/** Strict headers for every answer. Players may be framed only from the hosts that services name. */
export async function securityHeaders(ctx: Context, next: () => Promise<void>): Promise<void> {
  const frames = ctx.registry.frameHosts.length > 0 ? ctx.registry.frameHosts.join(' ') : "'none'"
  ctx.set({
    'Content-Security-Policy':
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self' https: http:; " +
      `object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; frame-src ${frames}`,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
  })
  if (ctx.site.url.startsWith('https:')) ctx.set('Strict-Transport-Security', 'max-age=31536000')
  await next()
}
