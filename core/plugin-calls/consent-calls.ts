import { hasConsent, listConsenting } from '../consents/consent.ts'
import { type DeclaredConsent, maybeDeclared } from '../consents/declared-consent.ts'
import type { PluginConsents } from '../plugin-contract/host.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { Site } from '../site.ts'

/** What members allow a plugin: only what it asks for itself. */
export function makeConsentCalls({ db }: Site, manifest: Manifest): PluginConsents {
  const plugins = new Map([[manifest.name, manifest]])
  const asked = (id: string): DeclaredConsent => {
    const found = maybeDeclared({ plugins }, manifest.name, String(id))
    if (!found) throw new Error(`host.consents needs "${id}" in "contributes.consents" of plugin.json.`)
    return found
  }
  return {
    has: async (memberId, id) => hasConsent(db, String(memberId), asked(id)),
    members: async (id, after = '') => listConsenting(db, asked(id), String(after)),
  }
}
