import type { Plugin } from 'core/api'
import { readServices } from './read-services.ts'

export default {
  activate(host) {
    for (const service of readServices()) host.service(service)
  },
} satisfies Plugin
