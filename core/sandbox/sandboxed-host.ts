import type { Host } from '../plugins/host.ts'
import type { Outside, SourceType } from '../sources/source-type.ts'

/** The host of a plugin as a sandbox may have it: without what would run code of the plugin outside. */
export function sandboxedHost(host: Host): object {
  if (!host.sourceType) return host
  return { ...host, sourceType: (type: SourceType) => host.sourceType(withoutWork(type)) }
}

/** `outside.work` runs a module of the plugin in the process of the site. In a sandbox there is no need for it. */
function withoutWork(type: SourceType): SourceType {
  const within = (outside: Outside): Outside => ({ fetch: outside.fetch, services: outside.services, work: refuse })
  return {
    ...type,
    discover: (address, outside) => type.discover(address, within(outside)),
    fetch: (request, outside) => type.fetch(request, within(outside)),
    read: (document, outside) => type.read(document, within(outside)),
  }
}

async function refuse(): Promise<never> {
  throw new Error('outside.work is not there in a sandbox: call the function itself, it can be stopped anyway.')
}
