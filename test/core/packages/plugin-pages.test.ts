import t from 'tap'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { listens, makePluginFolder } from '../plugins/write-plugin.ts'
import { makePackage, makePublisher } from './make-package.ts'

const settings = { settings: { type: 'object', properties: { greeting: { type: 'string', title: 'Greeting', default: 'Hello' } } } }

t.test('an admin installs, sets, updates, takes back and removes a plugin in the browser', async t => {
  const { site, url } = await makeServedSite(t, { env: { PLUGINS_INSTALL_TRUSTED: 'on' } })
  const folder = makePluginFolder(t)
  const { pem } = makePublisher()
  const one = await makePackage(folder, 'hello', { title: 'Greeter', ...settings }, { pem })
  const two = await makePackage(folder, 'hello', { title: 'Greeter', version: '1.1.0', ...listens }, { pem })
  const rita = new Browser(url)
  await signInAs(site, rita, await makeMember(site, 'rita', { role: 'admin', password: 'correct horse' }))
  const send = async (bytes: Buffer) => {
    const form = new FormData()
    form.set('do', 'upload')
    form.set('back', '/admin/plugin-discover')
    form.set('file', new Blob([new Uint8Array(bytes)]), 'hello.zip')
    await rita.get('/admin/plugin-discover')
    return rita.upload('/admin/plugin-discover', form)
  }
  const fieldsOf = (text: string) =>
    Object.fromEntries(
      [...text.matchAll(/type="hidden" name="(back|name|package)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
      ]),
    )

  const broken = await send(Buffer.from('nothing'))
  t.match(broken, { status: 422, text: /id="problem-file">The archive cannot be read/ })

  const asked = await rita.follow(await send(one))
  t.match(asked.text, /Install Greeter[\s\S]*It asks for nothing[\s\S]*New publisher[\s\S]*A setting “Greeting”/)
  const fields = fieldsOf(asked.text)
  const wrong = await rita.post('/admin/plugin-install', { ...fields, password: 'wrong' })
  t.match(wrong, { status: 422, text: /id="problem-password">This is not your password/ })
  const done = await rita.post('/admin/plugin-install', { ...fields, password: 'correct horse' })
  t.match((await rita.follow(done)).text, /The plugin hello 1\.0\.0 is installed\.[\s\S]*installed from a file/)
  t.match((await rita.get('/admin/plugins')).text, /Greeter/)
  const again = await rita.follow(await send(one))
  t.match(again.text, /This version is installed already[\s\S]*Install 1\.0\.0 again/)
  t.notMatch(again.text, /Update/)

  const saved = await rita.post('/admin/plugin-settings', { name: 'hello', 'set-greeting': 'Good morning' })
  t.match((await rita.follow(saved)).text, /Good morning/)

  const review = await rita.follow(await send(two))
  t.match(review.text, /Update Greeter[\s\S]*asks for more[\s\S]*<ins>[\s\S]*Known publisher[\s\S]*<del>[\s\S]*A setting “Greeting”/)
  const updated = await rita.post('/admin/plugin-install', { ...fieldsOf(review.text), password: 'correct horse' })
  const page = await rita.follow(updated)
  t.match(page.text, /updated to 1\.1\.0[\s\S]*Go back to it/)
  const back = /name="package" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  const returned = await rita.post('/admin/act', {
    action: 'plugin.rollback',
    name: 'hello',
    package: back,
    back: '/admin/plugin?name=hello',
  })
  t.match((await rita.follow(returned)).text, /went back from 1\.1\.0 to 1\.0\.0/)

  const sure = await rita.get('/admin/plugin-remove?name=hello')
  t.match(sure.text, /What becomes of its settings and data/)
  const gone = await rita.post('/admin/plugin-remove', { name: 'hello', data: 'delete' })
  t.match((await rita.follow(gone)).text, /is removed\. Its settings and data are deleted/)
  t.match(await rita.get('/admin/plugin?name=hello'), { status: 404 })
  t.match(await rita.get('/admin/plugin?name=feeds'), { status: 200, text: /lies in plugins\// })
})

t.test('its pages are for those who look after plugins', async t => {
  const { site, url } = await makeServedSite(t)
  const mia = new Browser(url)
  await signInAs(site, mia, await makeMember(site, 'mia', { role: 'moderator' }))
  for (const page of [
    'plugins',
    'plugin-discover',
    'plugin-updates',
    'plugin?name=feeds',
    'plugin-install?name=a&package=b',
    'plugin-remove?name=feeds',
  ])
    t.equal((await mia.get(`/admin/${page}`)).status, 403, page)
})

t.test('in safe mode the list of plugins says that none of them runs', async t => {
  const { site, url } = await makeServedSite(t, { safe: true })
  const rita = new Browser(url)
  await signInAs(site, rita, await makeMember(site, 'rita', { role: 'admin' }))
  t.match((await rita.get('/admin/plugins')).text, /runs in safe mode: none of these plugins runs/)
})
