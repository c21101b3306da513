import type { Test } from 'tap'
import type { OpenSite } from '../../../core/open-site.ts'

/** What a fixture is checked with: a site on which the plugin `all` runs, in either runtime. */
export interface HookWorld {
  opened: OpenSite
  member: { id: string; handle: string; name: string; joinedAt: string }
  /** What the plugin wrote down since the last look. */
  notes(): Promise<unknown[]>
  /** Lines of the log since the start. */
  lines: Record<string, unknown>[]
  /** Addresses that were asked for. */
  asked: string[]
}

/** One hook or part of `host`: what the manifest says for it, what `activate` does with it, and what should come of it. */
export interface HookFixture {
  hook: string
  /** Merged with those of the others. */
  manifest?: {
    capabilities?: object[]
    contributes?: Record<string, unknown[]>
    collections?: Record<string, object>
    settings?: Record<string, object>
    memberSettings?: Record<string, object>
  }
  /** Lines of `activate`. `note(value)` writes something down. */
  activate: string
  check(test: Test, world: HookWorld): Promise<void>
}

export const reason = 'For the test.'
export const object = (properties: Record<string, object>): object => ({ type: 'object', properties, additionalProperties: false })
export const call = (world: HookWorld, input: Record<string, unknown> = {}) => ({
  member: world.member,
  input,
  locale: 'en',
})
