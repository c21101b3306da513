import type { Change } from '../actions/action.ts'
import type { Ban, BanKind } from './ban.ts'

const titles: Record<BanKind, string> = { address: 'an address', email: 'e-mail domain', link: 'link domain', handle: 'handle' }

/** Bans in words by their paths in the audit log: never an address, which would outlive its time there. */
export function seenBans(bans: readonly Ban[]): Record<string, string> {
  return Object.fromEntries(
    bans.map(({ id, kind, shown, effect, until }) => {
      const what = kind === 'address' || shown === null ? titles[kind] : `${titles[kind]} ${shown}`
      return [`bans.${id}`, `${what}, ${effect === 'hold' ? 'held' : 'refused'}${until ? ` until ${until.slice(0, 10)}` : ''}`]
    }),
  )
}

/** The bans that an action was about, for its sentence. */
export function sayBans(changes: readonly Change[]): string {
  return changes.map(({ before, after }) => String(after ?? before)).join('; ')
}

/** Ids of the bans that an action was about. */
export function idsOf(changes: readonly Change[]): string[] {
  return changes.map(({ path }) => path.slice('bans.'.length))
}
