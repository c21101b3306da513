import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './make-site.ts'

/** What of a tap test is needed here. */
interface Planned {
  plan(count: number, reason: string): void
}

type Need = 'corpora' | 'chromium' | 'postgres' | 'redis'

/** Folder of third-party test material, which lies beside the project and is never copied into it. */
export const corpora = join(root, '../shared/corpora')

/** The browser of the machine; `BROWSER` names another one. */
export const chromium = process.env.BROWSER ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync) ?? ''

const needs: Record<Need, { there: boolean; otherwise: string }> = {
  corpora: { there: existsSync(corpora), otherwise: 'needs ../shared/corpora' },
  chromium: { there: existsSync(chromium), otherwise: 'needs Chromium; name it with BROWSER' },
  postgres: { there: Boolean(process.env.TEST_DATABASE_URL), otherwise: 'needs PostgreSQL; name it with TEST_DATABASE_URL' },
  redis: { there: Boolean(process.env.TEST_REDIS_URL), otherwise: 'needs Redis; name it with TEST_REDIS_URL' },
}

/**
 * Says whether a suite has what it needs. When not, the test (or the whole file, for `t` itself) is skipped with one line;
 * with REQUIRE_ALL_SUITES in the environment (1, or the needs that must be there: `chromium,redis`) it fails instead.
 *
 * @example if (!suiteNeeds(t, 'chromium')) return
 */
export function suiteNeeds(t: Planned, need: Need): boolean {
  const { there, otherwise } = needs[need]
  if (there) return true
  const required = process.env.REQUIRE_ALL_SUITES?.split(',') ?? []
  if (required.includes('1') || required.includes(need)) throw new Error(`This suite ${otherwise}.`)
  t.plan(0, otherwise)
  return false
}
