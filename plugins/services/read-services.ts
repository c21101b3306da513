import { readdirSync, readFileSync } from 'node:fs'
import type { Service } from 'core/api'
import { checkService } from './check-service.ts'

/** Reads every file in `services/`, in the order of their names. Throws when one of them is not as it should be. */
export function readServices(folder = new URL('./services/', import.meta.url)): Service[] {
  const files = readdirSync(folder).filter(name => name.endsWith('.json'))
  return files.sort().map(file => checkService(JSON.parse(readFileSync(new URL(file, folder), 'utf8')), file))
}
