import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { checkBrowser } from './check-install.ts'
import { storePackage } from './package-store.ts'
import { readPackage } from './read-package.ts'

export interface Staged {
  name: string
  id: string
}

/**
 * Checks the file of a package and puts it aside, to be looked at and agreed to. Nothing of it runs. What nobody agrees to is swept
 * away after a day.
 */
export async function stagePackage(site: Site, actor: Actor, bytes: Buffer): Promise<Staged> {
  if (!may(actor, 'plugins')) throw forbidden('Installing a plugin: this needs the permission "plugins".')
  checkBrowser(site, actor)
  const found = await readPackage(bytes)
  storePackage(site.config, found)
  return { name: found.manifest.name, id: found.id }
}
