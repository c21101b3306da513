import t from 'tap'
import { system } from '../../../core/actor.ts'
import { disablePlugin } from '../../../core/plugins/disable-plugin.ts'
import { enablePlugin } from '../../../core/plugins/enable-plugin.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'
import { everything, makePluginFolder, sourceType, writePlugin } from './write-plugin.ts'

t.test('two hundred times on and off leaves no listener, timer or registration behind', async t => {
  const folder = makePluginFolder(t)
  const service = `host.service({ id: 'tube', name: 'Tube', posted: 'posted', icon: 'tube', addresses: [],
    players: [{ match: '.', embed: 'https://tube.example/{id}', ratio: 1 }] })`
  const registers = `${sourceType('all')}; ${service}; host.on('like.added', () => {}); host.filter('entry.publishing', draft => draft);
    host.timer('hourly', () => {}); host.provide('all', {});
    host.route('a', () => {}); host.job('a', () => {}); host.command('a', () => {}); host.card('a', () => [])`
  writePlugin(
    folder,
    'all',
    {
      ...everything,
      contributes: {
        timers: [{ name: 'hourly', seconds: 3600 }],
        routes: [{ id: 'a', method: 'GET', path: '/a', for: 'everyone' }],
        jobs: [{ name: 'a' }],
        commands: [{ name: 'a', description: 'a' }],
        cards: [{ id: 'a', title: 'a' }],
      },
    },
    registers,
  )
  const { site, plugins, refresh } = await makeOpenSite(t, { pluginFolders: [folder] })
  plugins.startTimers()
  const count = () => {
    const { sourceTypes, services, listeners, filters, provided, frameHosts, routes, jobs, commands, cards } = site.registry
    const timers = process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
    const registered =
      sourceTypes.size +
      services.length +
      listeners.size +
      filters.size +
      provided.size +
      frameHosts.length +
      routes.length +
      jobs.size +
      commands.size +
      cards.length
    const handles = process.getActiveResourcesInfo().filter(name => name !== 'Timeout' && name !== 'Immediate').length
    return { timers, handles, registered, listening: plugins.eventListeners().length }
  }
  const on = count()
  t.match(on, { registered: 10, listening: 1 })

  await disablePlugin(site, system, { name: 'all' })
  await refresh()
  const off = count()
  t.match(off, { registered: 0, listening: 0 })

  for (let round = 0; round < 200; round++) {
    await enablePlugin(site, system, { name: 'all' })
    await refresh()
    await disablePlugin(site, system, { name: 'all' })
    await refresh()
  }
  const after = count()
  t.same({ ...after, timers: 0, handles: 0 }, { ...off, timers: 0, handles: 0 })
  t.ok(after.handles <= off.handles + 1, `${after.handles} handles, ${off.handles} before`)
  t.ok(after.timers <= off.timers, `${after.timers} timers, ${off.timers} before`)

  await enablePlugin(site, system, { name: 'all' })
  await refresh()
  t.match(count(), { registered: on.registered, listening: on.listening })
})
