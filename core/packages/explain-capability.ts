import type { Granted } from './lock-file.ts'

const meanings: Record<string, string> = {
  'sources:provide': 'Brings in entries from elsewhere. What it brings in is cleaned by the site.',
  'events:listen': 'Hears what happens on the site.',
  'content:filter': 'May change or hold back what is written or brought in, before anybody sees it.',
  'network:fetch': 'Sends requests to other sites.',
}

/** What a capability means in plain words, for who decides about it. */
export function explainGranted(granted: Granted): string {
  return meanings[granted.id] ?? granted.id
}
