import type { Plugin } from 'core/api'
import { readMastodon } from './read-mastodon.ts'
import { readX } from './read-x.ts'

export default {
  activate(host) {
    host.importer('mastodon', readMastodon)
    host.importer('x', readX)
  },
} satisfies Plugin
