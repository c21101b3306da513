/**
 * First parts of addresses that trusted plugins may use, with what the core itself answers below them. Nobody's handle can be one of
 * these. A test compares them with the routes.
 */
export const openToPlugins: Readonly<Record<string, readonly string[]>> = {
  appeals: [],
  governance: ['/governance/ledger.jsonl', '/governance/key.json', '/governance/proposals/:id/ballots.json'],
  moderation: [],
  ownership: ['/ownership'],
  privacy: ['/privacy'],
  proposals: [],
  reports: [],
  rules: ['/rules'],
  terms: ['/terms'],
  transparency: [],
  wishes: [],
}

/** Why a plugin cannot have this address, in a sentence; nothing when it can. */
export function addressProblem(at: string): string | undefined {
  const [, first = ''] = at.split('/')
  const taken = openToPlugins[first]
  if (!taken) return `"${at}" should begin with one of ${Object.keys(openToPlugins).join(', ')}.`
  return taken.includes(at) ? `"${at}" is an address of the site itself.` : undefined
}
