import type { Service, SourceType } from '../sources/source-type.ts'

/** Plugins may be written in JavaScript, so that what they hand over is looked at. Returns the name it goes by. */
export function checkSourceType(type: SourceType): string {
  check('host.sourceType', type, 'type', isName, 'a name such as "feed"')
  check('host.sourceType', type, 'label', isText, 'what members call it')
  for (const method of ['discover', 'fetch', 'read']) check('host.sourceType', type, method, isFunction, 'a function')
  return type.type
}

export function checkService(service: Service): string {
  check('host.service', service, 'id', isName, 'a name such as "youtube"')
  for (const name of ['name', 'posted', 'icon']) check('host.service', service, name, isText, 'a text')
  for (const name of ['addresses', 'players']) check('host.service', service, name, Array.isArray, 'a list')
  return service.id
}

function check(call: string, thing: object, key: string, fits: (value: unknown) => boolean, expected: string): void {
  const value = (thing as Record<string, unknown> | undefined)?.[key]
  if (!fits(value)) throw new Error(`${call}: "${key}" should be ${expected}, but is ${JSON.stringify(value) ?? String(value)}.`)
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9-]{0,39}$/.test(value)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}
