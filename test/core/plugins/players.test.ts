import t from 'tap'
import { system } from '../../../core/actor.ts'
import { disablePlugin } from '../../../core/plugins/disable-plugin.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { makePluginFolder, sources, writePlugin } from './write-plugin.ts'

t.test('players may be framed from the hosts that services name, while their plugin is on', async t => {
  const folder = makePluginFolder(t)
  const players = ['https://tube.example/embed/{id}', 'https://{host}/embed/{id}', 'http://plain.example/{id}'].map(embed => ({
    match: '.',
    embed,
    ratio: 1,
  }))
  const service = { id: 'tube', name: 'Tube', posted: 'posted on Tube', icon: 'tube', addresses: [], players }
  writePlugin(folder, 'tube', sources, `host.service(${JSON.stringify(service)})`)
  const { site, url, refresh } = await makeServedSite(t, { pluginFolders: [folder] })
  const frames = async () =>
    /frame-src ([^;]+)/.exec((await new Browser(url).get('/healthz')).headers['content-security-policy'] ?? '')?.[1]
  t.equal(await frames(), 'https://tube.example')

  await disablePlugin(site, system, { name: 'tube' })
  await refresh()
  t.equal(await frames(), `'none'`)
})
