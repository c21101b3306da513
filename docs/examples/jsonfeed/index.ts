import type { Plugin } from 'core/api'
import { discoverJsonFeed, fetchJsonFeed } from './fetch-json-feed.ts'
import { readJsonFeed } from './read-json-feed.ts'

export default {
  activate(host) {
    host.sourceType({
      type: 'jsonfeed',
      label: 'JSON Feed',
      discover: discoverJsonFeed,
      fetch: fetchJsonFeed,
      async read({ bytes }) {
        return readJsonFeed(bytes)
      },
    })
  },
} satisfies Plugin
