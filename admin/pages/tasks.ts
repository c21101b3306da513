import { listCoreTasks, listTasks, may, type PanelPage } from 'core/control'

/** Seconds until the page is read again while something runs, for who has no script. */
const refresh = 4

/** Long work: what runs, how far it is, and what became of the rest. */
export default {
  title: 'Tasks',
  section: 'System',
  order: 42,
  permission: 'system',
  async show({ site, actor, query }) {
    const tasks = await listTasks(site, actor, query.id ? { id: query.id } : {})
    const open = new Set(tasks.filter(task => task.isOpen).map(task => task.name))
    const startable = listCoreTasks().filter(task => startsAlone(task) && may(actor, task.permission) && !open.has(task.name))
    return {
      lead: 'Work that takes long runs in the background and goes on when the site is started again.',
      tasks,
      only: query.id !== undefined,
      ...(open.size > 0 && { refresh }),
      starts: startable.map(({ name, title }) => ({ title, input: { name } })),
    }
  },
} satisfies PanelPage

/** Work about something starts where that is. */
function startsAlone({ input }: { input: { required?: readonly string[] } }): boolean {
  return !input.required?.length
}
