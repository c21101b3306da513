import t from 'tap'
import { makeSandbox } from './make-sandbox.ts'

const deeds: Record<string, { code: string; said: string[] }> = {
  'a rejected promise': { code: `Promise.reject(new Error('one'))`, said: ['one'] },
  'an async function that nobody waits for': {
    code: `const later = async () => { await 0; throw new Error('two') }; later()`,
    said: ['two'],
  },
  'a call of the site that was refused': { code: `host.refuse(); return 1`, said: ['no'] },
  'a handler of what went well': { code: `Promise.resolve().then(() => { throw new Error('three') })`, said: ['three'] },
  'something that is no error': { code: `Promise.reject('four')`, said: ['string was thrown: four'] },
  'one of several': {
    code: `const two = [Promise.reject(new Error('five')), Promise.reject(new Error('six'))]; two[0].catch(() => {})`,
    said: ['six'],
  },
  'a loop over promises': {
    code: `const walk = async () => { for await (const one of [Promise.reject(new Error('seven'))]) host.log.info(one) }; walk()`,
    said: ['seven'],
  },
}

const fine: Record<string, string> = {
  'what is caught': `await Promise.reject(new Error('x')).catch(() => {})`,
  'what is caught a moment later': `const failed = Promise.reject(new Error('x')); await 0; await 0; try { await failed } catch {}`,
  'what is waited for': `try { await host.refuse() } catch {}`,
  'all of several': `await Promise.allSettled([Promise.reject(1), host.refuse(), (async () => { throw 2 })()])`,
  'the first of several': `await Promise.any([Promise.reject(1), Promise.resolve(2)])`,
}

t.test('a promise that a plugin forgets is told with its reason, and the call goes well', async t => {
  const { call, forgotten } = await open(t, {
    ...deeds,
    ...Object.fromEntries(Object.entries(fine).map(([name, code]) => [name, { code }])),
  })
  for (const [name, { said }] of Object.entries(deeds)) {
    forgotten.length = 0
    await call('deed', name)
    await call('deed', 'nothing')
    t.same(forgotten, said, name)
  }
  for (const name of Object.keys(fine)) {
    forgotten.length = 0
    await call('deed', name)
    await call('deed', 'nothing')
    t.same(forgotten, [], name)
  }
})

t.test('promises are what they are elsewhere', async t => {
  const { call } = await open(t, {
    kinds: {
      code: `const own = async () => 1
      class Mine extends Promise {}
      return [own() instanceof Promise, Promise.resolve() instanceof Promise, {} instanceof Promise, Promise.resolve() instanceof Mine,
        Mine.resolve() instanceof Mine, Promise.name, String(Promise.resolve()), await Promise.resolve(4).finally(() => 5), typeof (await import.meta)]`,
    },
    rejects: { code: `await Promise.all([1, Promise.reject(new TypeError('gone'))])` },
  })
  t.same(await call('deed', 'kinds'), [true, true, false, false, true, 'Promise', '[object Promise]', 4, 'object'])
  await t.rejects(call('deed', 'rejects'), new TypeError('gone'))
})

async function open(t: Parameters<typeof makeSandbox>[0], all: Record<string, { code: string }>) {
  const cases = Object.entries(all).map(([name, { code }]) => `${JSON.stringify(name)}: async () => { ${code} }`)
  const host = {
    async refuse() {
      throw new Error('no')
    },
  }
  return makeSandbox(t, `const deeds = { ${cases.join(',\n')} }; host.on('deed', name => deeds[name]?.())`, { host })
}
