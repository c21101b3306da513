import type { Plugin } from 'core/api'
import { discover } from './discovery/discover.ts'
import { fetchFeed } from './fetch-feed.ts'
import { readDocument } from './read-document.ts'

export default {
  activate(host) {
    host.sourceType({ type: 'feed', label: 'Blog or feed', discover, fetch: fetchFeed, read: readDocument })
  },
} satisfies Plugin
