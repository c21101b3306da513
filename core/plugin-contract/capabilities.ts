/** What a plugin may ask to do, with how far it goes (`events`, `hosts` …) and why. */
export interface Capability {
  id: CapabilityId
  reason: string
  /** Of `events:listen`. */
  events?: string[]
  /** Of `content:filter`. */
  filters?: string[]
  /** Of `sources:provide`: source types and services. */
  types?: string[]
  services?: string[]
  /** Of `network:fetch`: `api.example.org`, `*.example.org`, or `*` for any public address. */
  hosts?: string[]
  /** Of `entries:read`: what everybody sees, or what the member sees for whom the plugin is at work. */
  scope?: 'public' | 'reader'
  /** Of `actions:run`: `entry.hide`, or `entry.*` for all of a noun. */
  actions?: string[]
}

interface Meaning {
  /** The key that says how far it goes, where there is one. */
  scope?: 'events' | 'filters' | 'hosts' | 'scope' | 'actions'
  /** Methods of `host` that are there with it. */
  methods: readonly string[]
  /** What it means for who decides about installing, from the scope. */
  says(capability: Capability): string
}

/** Everything that a plugin can be allowed to do beyond keeping its own data and showing what it declares. */
export const capabilities = {
  'sources:provide': {
    methods: ['sourceType', 'service'],
    says: ({ types = [], services = [] }) =>
      `Brings in entries from elsewhere: adds ${[...types, ...services].join(', ') || 'kinds of sources'}. What it brings in is cleaned by the site.`,
  },
  'archives:read': {
    methods: ['importer'],
    says: () =>
      'Reads archives that members hand it, private things in them included, and makes entries of the member from them. What it brings in is cleaned by the site.',
  },
  'events:listen': {
    scope: 'events',
    methods: ['on'],
    says: ({ events = [] }) =>
      `Hears what happens on the site: ${events.join(', ')}. It is told who and which entry, also of private ones.`,
  },
  'content:filter': {
    scope: 'filters',
    methods: ['filter'],
    says: ({ filters = [] }) => `May change or hold back what is ${filters.map(nameOfFilter).join(' and ')}, before anybody sees it.`,
  },
  'network:fetch': {
    scope: 'hosts',
    methods: ['fetch'],
    says: ({ hosts = [] }) =>
      hosts.includes('*') ? 'Sends requests to any public address.' : `Sends requests to ${hosts.join(', ')} and nowhere else.`,
  },
  'entries:read': {
    scope: 'scope',
    methods: ['entries.find', 'entries.list'],
    says: ({ scope }) =>
      scope === 'reader' ? 'Reads entries, also private ones, that the member may see for whom it is at work.' : 'Reads public entries.',
  },
  'entries:write': {
    methods: ['entries.publish', 'entries.comment'],
    says: () => 'Publishes entries and comments in the name of a member while that member uses it.',
  },
  'members:read': { methods: ['members.find', 'members.fromPass'], says: () => 'Reads name, picture and description of members.' },
  'subjects:read': {
    methods: ['subjects'],
    says: () => 'Reads whatever can be reported, private entries and comments included, who follows whom, and who may do what.',
  },
  'actions:run': {
    scope: 'actions',
    methods: ['act'],
    says: ({ actions = [] }) =>
      `Does for staff who use it what they may do themselves, and by its own rules only what can be taken back: ${actions.join(', ')}.`,
  },
  'notifications:send': { methods: ['notify'], says: () => 'Sends notifications of its own to members.' },
  'database:own': {
    methods: ['tables'],
    says: () => 'Keeps tables of its own in the database. Only plugins that run inside the site can.',
  },
  'proposals:run': {
    methods: ['proposals'],
    says: () => 'Lets members propose changes of the site, discuss them and vote. The site itself counts and carries out.',
  },
} as const satisfies Record<string, Meaning>

export type CapabilityId = keyof typeof capabilities

/** What a capability means in plain words, for who decides about it. */
export function explainCapability(capability: Capability): string {
  return (capabilities[capability.id] as Meaning).says(capability)
}

/** The capability without which `host` does not have this method. */
export function capabilityOf(method: string): CapabilityId | undefined {
  const found = Object.entries(capabilities).find(([, { methods }]) =>
    (methods as readonly string[]).some(name => name.split('.')[0] === method),
  )
  return found?.[0] as CapabilityId | undefined
}

/** Whether an address is one of the hosts that a plugin may ask. */
export function isAllowedHost(hosts: readonly string[], url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return hosts.some(host => host === '*' || host === hostname || (host.startsWith('*.') && hostname.endsWith(host.slice(1))))
}

/** Whether an action is one of those that a plugin may run: `entry.*` stands for all of that noun. */
export function isAllowedAction(patterns: readonly string[], name: string): boolean {
  return patterns.some(pattern => pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))))
}

function nameOfFilter(filter: string): string {
  if (filter === 'entry.checking') return 'about to be published here'
  return filter === 'entries.importing' ? 'brought in from elsewhere' : filter === 'entry.publishing' ? 'written here' : filter
}
