import { canStandFor, isBuiltIn, listPermissions, type PanelPage, type PanelRequest, proposeUrl, savePermissions } from 'core/control'

/** Which role may do what: a matrix to tick. */
export default {
  title: 'Roles',
  section: 'People',
  order: 25,
  permission: 'roles',
  async show({ site, actor, body, problems }) {
    const all = [...site.roles.values()]
    const refused = Object.keys(problems).length > 0
    const typed = refused && body.do === 'save' ? wantedOf({ site, actor, body }) : undefined
    // Admins hold everything by definition; nobody changes a role that may do more than they.
    const isFixed = (role: (typeof all)[number]) => role.name === 'admin' || !canStandFor(actor, role)
    return {
      proposeUrl: proposeUrl(site, 'role.change'),
      problems,
      values: refused && body.do === 'make' ? body : {},
      roles: all.map(role => ({ ...role, fixed: isFixed(role), removable: !isBuiltIn(role) && !isFixed(role) })),
      permissions: listPermissions(site).map(permission => ({
        ...permission,
        cells: all.map(role => ({
          role: role.name,
          title: role.title,
          on: role.name === 'admin' || (typed?.get(role.name) ?? role.permissions).includes(permission.name),
          fixed: isFixed(role) || !canStandFor(actor, { ...role, permissions: [permission.name] }),
        })),
      })),
    }
  },
  async submit({ site, actor, body }) {
    if (body.do === 'make') {
      await site.act(actor, 'role.create', { name: body.name, title: body.title, permissions: [] })
      return `There is a role ${String(body.title)} now. Tick what it may do.`
    }
    const changed = await savePermissions(site, actor, wantedOf({ site, actor, body }))
    return changed === 0 ? 'Nothing changed.' : 'Saved. It holds from the next click of everybody.'
  },
} satisfies PanelPage

/** What was ticked, for each role that could be. Boxes that could not be ticked keep what they had. */
function wantedOf({ site, actor, body }: Pick<PanelRequest, 'site' | 'actor' | 'body'>): Map<string, string[]> {
  const ticked = new Set([body.grant ?? []].flat().map(String))
  const roles = [...site.roles.values()].filter(role => role.name !== 'admin' && canStandFor(actor, role))
  const known = listPermissions(site).map(permission => permission.name)
  return new Map(
    roles.map(role => {
      const outside = role.permissions.filter(name => !known.includes(name))
      return [role.name, [...known.filter(name => ticked.has(`${role.name}:${name}`)), ...outside]]
    }),
  )
}
