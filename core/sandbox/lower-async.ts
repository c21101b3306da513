/**
 * Writes `async` and `await` of a plugin with generators and promises. QuickJS makes the promises of async functions where no code of the
 * guest sees them; these go through the guest's `Promise`, which notices rejections that nobody waits for.
 */
export async function lowerAsync(code: string): Promise<string> {
  // What waits at its top level cannot be written so. It goes on as it is, and only what it forgets is not noticed.
  if (!/\basync\b/.test(code)) return code
  const { transform } = await import('esbuild')
  try {
    const supported = { 'async-await': false, 'async-generator': false, 'for-await': false }
    const lowered = await transform(code, { format: 'esm', target: 'es2023', charset: 'utf8', logLevel: 'silent', supported })
    return lowered.code
  } catch {
    // It says itself what is wrong with it when it starts, in its own lines.
    return code
  }
}
