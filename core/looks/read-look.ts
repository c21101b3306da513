import { readInput } from '../http/schema.ts'
import { type Look, lookSchema } from './look.ts'

/** A look as it was kept, with defaults for what did not exist then. */
export function readLook(text: string): Look {
  const { settings = {}, templates = {}, ...rest } = JSON.parse(text) as Record<string, unknown>
  // The reader of forms leaves out what a schema does not name, and these two have names of their own.
  const look = readInput(lookSchema, { ...rest, settings: {}, templates: {} })
  return { ...look, settings: settings as Look['settings'], templates: templates as Look['templates'] }
}

/** The look that the program brings. */
export function delivered(): Look {
  return readLook('{}')
}
