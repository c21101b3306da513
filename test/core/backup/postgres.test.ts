import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { makeBackup } from '../../../core/backup/make-backup.ts'
import { restoreBackup } from '../../../core/backup/restore-backup.ts'
import { verifyBackup } from '../../../core/backup/verify-backup.ts'
import { loadConfig } from '../../../core/config/load-config.ts'
import { openSite } from '../../../core/open-site.ts'
import { makeSite, root } from '../../../core/testing/make-site.ts'
import { suiteNeeds } from '../../../core/testing/require-suite.ts'
import { environmentOf, tributary } from '../cli/run-command.ts'
import { emptyPlace, furnish } from './furnish.ts'

if (suiteNeeds(t, 'postgres')) {
  t.test('where pg_dump is not installed, the rows are dumped one by one, and come back', async t => {
    const site = await makeSite(t)
    const { entryId } = await furnish(site)
    const ran = await tributary({ ...environmentOf(site.config), PATH: '/nowhere' }, 'backup', '--json')
    const { folder, notes, manifest } = JSON.parse(ran.out) as { folder: string; notes: string[]; manifest: { database: { how: string } } }
    t.equal(manifest.database.how, 'rows')
    t.match(notes, [/pg_dump is not installed/])
    const config = await emptyPlace(t)
    await restoreBackup({ config, now: () => new Date() }, folder)
    const again = await openSite(config, { safe: true })
    t.same(await again.site.db('entries').where({ id: entryId }).first(), await site.db('entries').where({ id: entryId }).first())
    const keys = `select count(*) as n from pg_constraint where contype = 'f'`
    t.same((await again.site.db.raw(keys)).rows, (await site.db.raw(keys)).rows, 'with every foreign key')
    await again.close()

    const path = join(folder, 'database.rows.gz')
    writeFileSync(path, readFileSync(path).subarray(0, -20))
    await t.rejects(verifyBackup(site, folder), { code: 'backup-damaged', message: /database\.rows\.gz/ })
  })

  t.test('a site moves from SQLite to PostgreSQL by restoring its backup there', async t => {
    const dataDir = join(t.testdir(), 'sqlite')
    const small = await openSite(loadConfig(root, { DATA_DIR: dataDir, CONFIG_FILE: '', LOG_LEVEL: 'silent' }), { safe: true })
    const { entryId } = await furnish(small.site)
    const { folder, manifest } = await makeBackup(small.site)
    t.equal(manifest.database.dialect, 'sqlite')
    const entry = await small.site.db('entries').where({ id: entryId }).first()
    await small.close()
    const config = await emptyPlace(t)
    await restoreBackup({ config, now: () => new Date() }, folder)
    const large = await openSite(config, { safe: true })
    t.equal(large.site.db.dialect, 'postgres')
    t.equal(large.site.settings.siteName, 'The Delta')
    t.match(await large.site.db('entries').where({ id: entryId }).first('id', 'authorId', 'createdAt'), {
      id: entryId,
      createdAt: entry.createdAt,
    })
    const next = await makeBackup(large.site)
    t.same({ ...next.manifest.database.rows }, manifest.database.rows, 'with every row')
    await large.close()
  })
}
