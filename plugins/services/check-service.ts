import type { Service } from 'core/api'

/** Checks what a file says about a service, so that a slip shows when the site starts and not when a member pastes an address. */
export function checkService(value: unknown, file: string): Service {
  const fail: Fail = (where, expected) => {
    throw new Error(`plugins/services/services/${file}: ${where} should be ${expected}.`)
  }
  if (!isRecord(value)) throw fail('the file', 'an object')
  if (value.id !== file.replace(/\.json$/, '')) fail('"id"', 'the name of the file')
  for (const name of ['name', 'posted', 'icon']) if (!isText(value[name])) fail(`"${name}"`, 'a text')
  checkAddresses(value.addresses, fail)
  checkPlayers(value.players, fail)
  return value as unknown as Service // Everything in it has been looked at above.
}

type Fail = (where: string, expected: string) => never

function checkAddresses(addresses: unknown, fail: Fail): void {
  if (!Array.isArray(addresses)) throw fail('"addresses"', 'a list')
  for (const [index, rule] of addresses.entries()) {
    const where = `"addresses" ${index + 1}`
    if (!isRecord(rule) || !isText(rule.match) || !isText(rule.example)) throw fail(where, 'an object with "match" and "example"')
    const groups = groupsOf(rule.match, rule.example) ?? fail(where, 'a regular expression that matches its example')
    if (rule.feed !== undefined) checkTemplate(rule.feed, groups, `${where} "feed"`, fail)
  }
}

function checkPlayers(players: unknown, fail: Fail): void {
  if (!Array.isArray(players)) throw fail('"players"', 'a list')
  for (const [index, player] of players.entries()) {
    const where = `"players" ${index + 1}`
    if (!isRecord(player) || !isText(player.match) || !(Number(player.ratio) > 0)) throw fail(where, 'an object with "match" and "ratio"')
    const groups = groupsOf(player.match) ?? fail(where, 'a regular expression')
    checkTemplate(player.embed, groups, `${where} "embed"`, fail)
    if (player.still !== undefined) checkTemplate(player.still, groups, `${where} "still"`, fail)
  }
}

/** The host of a template must not come from the address alone, except where a service has many hosts: then it is a whole group. */
function checkTemplate(template: unknown, groups: string[], where: string, fail: Fail): void {
  if (!isText(template) || !template.startsWith('https://')) throw fail(where, 'an https address')
  for (const [, name = ''] of template.matchAll(/\{(\w+)\}/g)) {
    if (!groups.includes(name)) fail(where, `made of groups of its "match", which has no "${name}"`)
  }
}

/** The names of a pattern's groups; undefined when it is no pattern or does not match the example. */
function groupsOf(match: string, example?: string): string[] | undefined {
  try {
    const pattern = new RegExp(match, 'i')
    if (example !== undefined && !pattern.test(example.replace(/^https?:\/\/(?:www\.)?/, ''))) return undefined
    return Object.keys(new RegExp(`${match}|`, 'i').exec('')?.groups ?? {})
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
