import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { Type } from '../http/type.ts'
import { addNotifications } from '../notifications/add-notifications.ts'
import type { Site } from '../site.ts'
import { defineTask } from '../tasks/task.ts'
import { exportDays, exportPath, exportsFolder, type OwnExport } from './own-export.ts'
import { writeExport } from './write-export.ts'

/** Packs everything about a member. Stopped in the middle, it begins again. */
export const exportTask = defineTask({
  name: 'own-data.export',
  title: 'Pack the data of a member',
  permission: 'system',
  input: Type.Object({ id: Type.String({ maxLength: 36 }) }),
  async run({ site, input: { id }, step }) {
    const row: OwnExport | undefined = await site.db('own_exports').where({ id }).first()
    if (!row || row.endedAt) return 'There was nothing to pack.'
    await mkdir(exportsFolder(site), { recursive: true, mode: 0o700 })
    const file = `${id}.zip`
    const draft = `${exportPath(site, file)}.part`
    try {
      const { rows, media } = await writeExport(site, row.memberId, draft, (done, total) => step({ done, total }))
      await rename(draft, exportPath(site, file))
      await finish(site, row, { file, files: media, bytes: (await stat(exportPath(site, file))).size })
      return `${rows} rows and ${media} files were packed.`
    } catch (error) {
      await rm(draft, { force: true })
      if ((error as Error).name !== 'TaskStopped') await fail(site, id)
      throw error
    }
  },
})

async function finish(site: Site, { id, memberId }: OwnExport, packed: { file: string; files: number; bytes: number }): Promise<void> {
  const now = site.now()
  const times = { endedAt: now.toISOString(), expiresAt: new Date(now.getTime() + exportDays * 86_400_000).toISOString() }
  await site.db.transaction(trx =>
    trx('own_exports')
      .where({ id })
      .update({ ...packed, ...times }),
  )
  const member: { locale: string | null } | undefined = await site.db('members').where({ id: memberId }).first('locale')
  const text = site.themes.translate('Everything about you is packed and can be downloaded.', {}, member?.locale ?? 'en')
  await addNotifications(site, [
    { memberId, kind: 'site', about: `own-export:${id}`, told: { title: site.settings.siteName, text, url: '/settings/data' } },
  ])
}

async function fail(site: Site, id: string): Promise<void> {
  const ended = {
    endedAt: site.now().toISOString(),
    problem: 'It could not be packed. Ask for it again; if that fails too, write to those who run this site.',
  }
  await site.db.transaction(trx => trx('own_exports').where({ id }).update(ended))
}
