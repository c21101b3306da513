import { describeDatabase, gigabytes, listTasks, type PanelPage } from 'core/control'

const names = ['database.check', 'database.tidy']

/** How large the database is, what is in it, and whether it is whole. */
export default {
  title: 'Database',
  section: 'System',
  order: 44,
  permission: 'system',
  async show({ site, actor }) {
    const [database, tasks] = await Promise.all([describeDatabase(site, actor), listTasks(site, actor, { names, limit: 4 })])
    const open = tasks.filter(task => task.isOpen)
    return {
      ...database,
      size: gigabytes(database.bytes),
      wal: database.walBytes > 0 ? gigabytes(database.walBytes) : undefined,
      tables: database.tables.map(table => ({ ...table, size: table.bytes === undefined ? undefined : gigabytes(table.bytes) })),
      applied: database.migrations.length,
      tasks,
      ...(open.length > 0 && { refresh: 4 }),
      check: { name: 'database.check' },
      tidy: { name: 'database.tidy' },
      isIdle: open.length === 0,
    }
  },
} satisfies PanelPage
