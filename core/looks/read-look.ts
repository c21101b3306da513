import { readInput } from '../http/schema.ts'
import { type Look, lookSchema } from './look.ts'

/** A look as it was kept, with defaults for what did not exist then. */
export function readLook(text: string): Look {
  // `templates` is what `files` was called when it held nothing else.
  const { settings = {}, templates = {}, files = templates, ...rest } = JSON.parse(text) as Record<string, unknown>
  // The reader of forms leaves out what a schema does not name, and these two have names of their own.
  const look = readInput(lookSchema, { ...rest, settings: {}, files: {} })
  return { ...look, settings: settings as Look['settings'], files: files as Look['files'] }
}

/** The look that the program brings. */
export function delivered(): Look {
  return readLook('{}')
}
