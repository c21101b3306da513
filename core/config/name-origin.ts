import { relative } from 'node:path'

/** Where an option was set, as people know it: the name of a variable, or of a file as seen from the program's folder. */
export function nameOrigin(origin: string, root: string): string {
  return isVariable(origin) ? origin : relative(root, origin)
}

/** Whether an origin is a variable of the environment; else it is a file. */
export function isVariable(origin: string): boolean {
  return /^[A-Z_0-9]+$/.test(origin)
}
