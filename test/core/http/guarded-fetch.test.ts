import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { brotliCompressSync, createGzip, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { isPublicAddress } from '../../../core/http/guarded-address.ts'
import { type GuardedFetchOptions, makeGuardedFetch } from '../../../core/http/guarded-fetch.ts'
import { outsideProblem } from '../../../core/http/guarded-problem.ts'

const text = (body: Uint8Array) => Buffer.from(body).toString()

function guardedFetch(options: Partial<GuardedFetchOptions> = {}) {
  return makeGuardedFetch({ userAgent: 'Tributary test', allowPrivate: ['127.0.0.1'], timeout: 5_000, ...options })
}

/** A server on 127.0.0.1 for one test; returns its address without a slash at the end. */
async function serve(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that answers every connection with these bytes, HTTP or not. */
async function serveBytes(t: Test, answer: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('an answer arrives with status, headers and body', async t => {
  const site = await serve(t, (request, response) => {
    response.setHeader('X-Twice', ['a', 'b'])
    response.setHeader('__proto__', 'x')
    response.statusCode = 404
    response.end(`${request.headers['user-agent']} ${request.headers.host === new URL(site).host} ${request.url}`)
  })
  const answer = await guardedFetch()(`${site}/feed?a=1#part`, { headers: { Host: 'evil.example', 'If-None-Match': 'a\nb' } })

  t.equal(answer.status, 404)
  t.equal(answer.url, `${site}/feed?a=1`)
  t.equal(answer.movedTo, undefined)
  t.equal(answer.headers['x-twice'], 'a, b')
  t.equal(text(answer.body), 'Tributary test true /feed?a=1')
})

t.test('addresses that are not for web pages are refused', async t => {
  const fetch = guardedFetch()
  const addresses = [
    '',
    'example.org',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://ann:secret@127.0.0.1/',
    'http://127.0.0.1:25/',
    'http://127.0.0.1:6379/',
    `http://127.0.0.1/${'a'.repeat(9_000)}`,
    'http://[::1/',
    'http://1.2.3.4.5/',
  ]
  for (const address of addresses) await t.rejects(fetch(address), { name: 'OutsideError', code: 'bad-address' }, address.slice(0, 60))
})

t.test('private addresses are refused in every spelling', async t => {
  const fetch = guardedFetch({
    allowPrivate: [],
    lookup: async () => {
      throw new Error('literal addresses are not looked up')
    },
  })
  const hosts = [
    ...['127.0.0.1', '0x7f.1', '2130706433', '017700000001', '127.1', '0', '0.0.0.0', '10.0.0.1', '172.16.9.9', '192.168.1.1'],
    ...['169.254.169.254', '100.100.100.200', '168.63.129.16', '192.0.0.192', '224.0.0.1', '255.255.255.255', '198.18.0.1', '203.0.113.1'],
    ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:8.8.8.8]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::7f00:1]'],
    ...['[2002:7f00:1::]', '[2001:0:7f00:1::]', '[fe80::1]', '[fc00::1]', '[fd00:ec2::254]', '[fec0::1]', '[ff02::1]', '[2001:db8::1]'],
    ...['[100::1]', '[4000::1]', '１２７.0.0.1', '127。0。0。1'],
  ]
  for (const host of hosts) await t.rejects(fetch(`http://${host}/`), { code: 'private-address' }, host)
})

t.test('only addresses of the open internet are public', t => {
  for (const address of ['8.8.8.8', '1.1.1.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450::1', '3000::1'])
    t.ok(isPublicAddress(address), address)
  for (const address of ['::ffff:8.8.8.8', '::8.8.8.8', 'fe80::1%eth0', '0177.0.0.1', '', 'localhost'])
    t.notOk(isPublicAddress(address), address)
  t.end()
})

t.test('a name that leads to a private address is refused, even among others', async t => {
  const at = (...addresses: string[]) => guardedFetch({ lookup: async () => addresses.map(address => ({ address, family: 4 })) })

  await t.rejects(at('127.0.0.1')('http://rebind.example/'), {
    code: 'private-address',
    message: 'rebind.example is an address inside a private network, which cannot be opened from here.',
  })
  await t.rejects(at('10.0.0.1', '192.168.0.1')('http://rebind.example/'), { code: 'private-address' })
  await t.rejects(at()('http://nobody.example/'), { code: 'not-found-host', message: 'There is no site called nobody.example.' })
  await t.rejects(guardedFetch()('http://localhost/'), { code: 'private-address' })
})

t.test('the address that was checked is the one connected to', async t => {
  let lookups = 0
  const site = await serve(t, (request, response) => {
    if (request.url === '/') response.writeHead(302, { location: '/next' }).end()
    else response.end(request.socket.localAddress)
  })
  const { port } = new URL(site)
  const fetch = guardedFetch({
    allowPrivate: [`rebind.example:${port}`],
    // Any answer but the first would lead to a place where nobody listens.
    lookup: async () => [{ address: lookups++ < 2 ? '127.0.0.1' : '127.0.0.9', family: 4 }],
  })
  const answer = await fetch(`http://rebind.example:${port}/`)

  t.equal(text(answer.body), '127.0.0.1')
  t.equal(lookups, 2, 'one lookup for each hop')
})

t.test('a private host may be allowed, for all ports or for one', async t => {
  const site = await serve(t, (_request, response) => response.end('ok'))
  const { port } = new URL(site)

  t.equal((await guardedFetch({ allowPrivate: [`127.0.0.1:${port}`] })(site)).status, 200)
  t.equal((await guardedFetch({ allowPrivate: ['127.0.0.1'] })(`http://0x7f.1:${port}/`)).status, 200)
  await t.rejects(guardedFetch({ allowPrivate: ['127.0.0.1:1234', '127.0.0.2', '[::1]'] })(site), { code: 'private-address' })
})

t.test('redirects are followed, and a permanent move is reported', async t => {
  const moves: Record<string, [number, string]> = {
    '/old': [301, '/older'],
    '/older': [308, 'now'],
    '/now': [302, '/end?x=ü'],
    '/short': [307, '/old'],
    '/gone-away': [301, '/end'],
  }
  const site = await serve(t, (request, response) => {
    const move = moves[request.url!]
    if (!move) return response.end(request.url)
    response.writeHead(move[0], { location: Buffer.from(move[1]).toString('latin1') }).end('moved')
  })
  const fetch = guardedFetch()

  const answer = await fetch(`${site}/old`)
  t.equal(answer.url, `${site}/end?x=%C3%BC`)
  t.equal(answer.movedTo, `${site}/now`, 'the temporary move at the end is not one to remember')
  t.equal((await fetch(`${site}/gone-away`)).movedTo, `${site}/end`)
  t.equal((await fetch(`${site}/short`)).movedTo, undefined, 'what comes after a temporary move is not remembered either')
})

t.test('a redirect is checked like the first address', async t => {
  const site = await serve(t, (request, response) => {
    response.writeHead(302, { location: decodeURIComponent(request.url!.slice(1)) }).end()
  })
  const to = (address: string) => guardedFetch()(`${site}/${encodeURIComponent(address)}`)

  await t.rejects(to('http://127.0.0.2/'), { code: 'private-address' })
  await t.rejects(to('http://[::1]:80/'), { code: 'private-address' })
  await t.rejects(to('http://169.254.169.254/latest/meta-data/'), { code: 'private-address' })
  await t.rejects(to('file:///etc/passwd'), { code: 'bad-address' })
  await t.rejects(to('gopher://127.0.0.1/'), { code: 'bad-address' })
  await t.rejects(to('http://ann:secret@127.0.0.1/'), { code: 'bad-address' })
})

t.test('credentials do not travel to another site', async t => {
  const show = (request: IncomingMessage, response: ServerResponse) => response.end(String(request.headers.authorization))
  const other = await serve(t, show)
  const site = await serve(t, (request, response) => {
    if (request.url === '/stay') response.writeHead(302, { location: '/here' }).end()
    else if (request.url === '/leave') response.writeHead(302, { location: other }).end()
    else show(request, response)
  })
  const headers = { Authorization: 'Bearer x' }

  t.equal(text((await guardedFetch()(`${site}/stay`, { headers })).body), 'Bearer x')
  t.equal(text((await guardedFetch()(`${site}/leave`, { headers })).body), 'undefined')
})

t.test('ten thousand redirects end after ten', async t => {
  let asked = 0
  const site = await serve(t, (_request, response) => response.writeHead(302, { location: `/${++asked}` }).end())

  await t.rejects(guardedFetch()(site), { code: 'too-many-redirects' })
  t.equal(asked, 11)
})

t.test('a body of 50 MB is not read to its end', async t => {
  let sent = 0
  const site = await serve(t, async (request, response) => {
    if (request.url === '/announced') response.setHeader('content-length', 50_000_000)
    const chunk = Buffer.alloc(100_000)
    while (sent < 50_000_000 && !response.destroyed) {
      sent += chunk.length
      if (!response.write(chunk)) await new Promise(resolve => response.once('drain', resolve))
    }
    response.end()
  })

  await t.rejects(guardedFetch()(site, { maxBytes: 1_048_576 }), {
    code: 'too-large',
    message: `${new URL(site).host} sent more than 1 MiB, which is too much to read.`,
  })
  t.ok(sent < 40_000_000, `${sent} bytes were sent`)
  await t.rejects(guardedFetch()(`${site}/announced`, { maxBytes: 1_000 }), { code: 'too-large' })
})

t.test('a body of exactly the limit is read', async t => {
  const site = await serve(t, (_request, response) => response.end(Buffer.alloc(100_000, 'a')))

  const { body } = await guardedFetch()(site, { maxBytes: 100_000 })
  t.equal(body.length, 100_000)
  t.equal(body.buffer.byteLength, 100_000, 'a copy for a worker is no larger')
  await t.rejects(guardedFetch()(site, { maxBytes: 99_999 }), { code: 'too-large' })
})

t.test('compressed bodies are decompressed', async t => {
  const encodings: Record<string, (bytes: Buffer) => Buffer> = {
    gzip: gzipSync,
    'x-gzip': gzipSync,
    br: brotliCompressSync,
    zstd: zstdCompressSync,
    deflate: deflateSync,
    Deflate: deflateRawSync,
    'gzip, br': bytes => brotliCompressSync(gzipSync(bytes)),
    identity: bytes => bytes,
    'utf-8': bytes => bytes,
  }
  const original = Buffer.from('A feed about rivers. '.repeat(5_000))
  const site = await serve(t, (request, response) => {
    const encoding = decodeURIComponent(request.url!.slice(1))
    response.setHeader('content-encoding', encoding).end(encodings[encoding]!(original))
  })
  for (const encoding of Object.keys(encodings)) {
    const { body } = await guardedFetch()(`${site}/${encodeURIComponent(encoding)}`)
    t.ok(original.equals(body), encoding)
  }
})

t.test('what is not compressed as it says, or cut short, is a bad answer', async t => {
  const cut: Record<string, Buffer> = {
    gzip: gzipSync(Buffer.alloc(50_000, 'river ')).subarray(0, -20),
    br: brotliCompressSync(Buffer.alloc(50_000, 'river ')).subarray(0, -3),
    zstd: zstdCompressSync(Buffer.alloc(50_000, 'river ')).subarray(0, -5),
    deflate: deflateSync(Buffer.alloc(50_000, 'river ')).subarray(0, -10),
  }
  const site = await serve(t, (request, response) => {
    const [, how, encoding] = request.url!.split('/') as [string, string, string]
    const wrong = encoding === 'deflate' ? '\xff\xff\xff\xff' : 'this is not compressed at all'
    response.setHeader('content-encoding', encoding).end(how === 'wrong' ? Buffer.from(wrong, 'latin1') : cut[encoding])
  })
  for (const encoding of Object.keys(cut)) {
    await t.rejects(guardedFetch()(`${site}/wrong/${encoding}`), { code: 'bad-answer' }, `wrong ${encoding}`)
    await t.rejects(guardedFetch()(`${site}/cut/${encoding}`), { code: 'bad-answer' }, `cut ${encoding}`)
  }
})

t.test('an empty body is empty, whatever encoding it claims', async t => {
  const site = await serve(t, (_request, response) => response.writeHead(304, { 'content-encoding': 'gzip' }).end())

  const answer = await guardedFetch()(site)
  t.equal(answer.status, 304)
  t.equal(answer.body.length, 0)
})

t.test('a gzip bomb is stopped at the limit, not at its end', async t => {
  let sent = 0
  const site = await serve(t, (_request, response) => {
    response.setHeader('content-encoding', 'gzip')
    const gzip = createGzip()
    const zeros = Buffer.alloc(1_000_000)
    let left = 2_000
    const more = () => {
      if (left-- > 0 && !response.destroyed) gzip.write(zeros, more)
      else gzip.end()
    }
    gzip.on('data', chunk => {
      sent += chunk.length
      response.write(chunk)
    })
    gzip.on('end', () => response.end())
    response.on('error', () => {})
    response.on('close', () => gzip.destroy())
    more()
  })
  const before = process.memoryUsage().rss

  await t.rejects(guardedFetch()(site, { maxBytes: 4_000_000 }), { code: 'too-large' })
  t.ok(sent < 1_000_000, `${sent} compressed bytes were sent`)
  t.ok(process.memoryUsage().rss - before < 150_000_000, 'memory stays small')
})

t.test('a stream that decompresses to nothing is stopped too', async t => {
  const nothing = gzipSync('')
  const site = await serve(t, (_request, response) => {
    response.setHeader('content-encoding', 'gzip')
    for (let i = 0; i < 10_000; i++) response.write(nothing)
    response.end()
  })

  await t.rejects(guardedFetch()(site, { maxBytes: 10_000 }), { code: 'too-large' })
})

t.test('a slow drip ends with the time limit', async t => {
  const site = await serve(t, (request, response) => {
    if (request.url === '/silent') return
    response.writeHead(200)
    const drip = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(drip))
  })
  const started = Date.now()

  for (const path of ['/', '/silent']) {
    await t.rejects(guardedFetch()(site + path, { timeout: 300 }), {
      code: 'too-slow',
      message: `${new URL(site).host} took longer than 0.3 seconds to answer.`,
    })
  }
  t.ok(Date.now() - started < 3_000)
})

t.test('the time limit is for all redirects together, and for the name lookup', async t => {
  const site = await serve(t, (_request, response) => setTimeout(() => response.writeHead(302, { location: '/again' }).end(), 90))
  await t.rejects(guardedFetch()(site, { timeout: 250 }), { code: 'too-slow' })
  await t.rejects(guardedFetch({ lookup: () => new Promise(() => {}) })('http://slow.example/', { timeout: 50 }), { code: 'too-slow' })
})

t.test('headers without end are a bad answer', async t => {
  const site = await serveBytes(t, socket => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const more = setInterval(() => socket.write(`X-${Math.random()}: ${'a'.repeat(10_000)}\r\n`), 1)
    socket.on('close', () => clearInterval(more))
  })
  await t.rejects(guardedFetch()(site), { code: 'bad-answer' })
})

t.test('what is not HTTP, or ends too early, is a bad answer', async t => {
  const answers = [
    'SSH-2.0-OpenSSH_9.6\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfff\r\nshort',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n',
    'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    'HTTP/1.1 200 OK\r\n',
    '',
  ]
  for (const answer of answers) {
    const site = await serveBytes(t, socket => socket.end(answer))
    await t.rejects(guardedFetch()(site), { name: 'OutsideError', code: 'bad-answer' }, JSON.stringify(answer))
  }
})

t.test('a host where nobody listens, a name nobody knows, a broken certificate', async t => {
  const site = await serve(t, (_request, response) => response.end())
  const fails = (code: string) => guardedFetch({ lookup: async () => Promise.reject(Object.assign(new Error(code), { code })) })

  await t.rejects(guardedFetch()('http://127.0.0.1:2/'), { code: 'no-connection', message: '127.0.0.1:2 could not be reached.' })
  await t.rejects(fails('ENOTFOUND')('http://nobody.example/'), { code: 'not-found-host' })
  await t.rejects(fails('EAI_AGAIN')('http://nobody.example/'), { code: 'not-found-host' })
  await t.rejects(guardedFetch()(site.replace('http:', 'https:')), { code: 'no-connection' }, 'nobody speaks TLS there')
  for (const code of [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'CERT_HAS_EXPIRED',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ]) {
    t.equal(outsideProblem(Object.assign(new Error('no'), { code }), 'old.example', false).code, 'bad-certificate', code)
  }
})

t.test('fifty answers at once leave nothing open', async t => {
  let open = 0
  const site = await serve(t, (request, response) => {
    open++
    request.socket.once('close', () => open--)
    response.end('ok')
  })
  const fetch = guardedFetch()
  await Promise.all(Array.from({ length: 50 }, () => fetch(site)))
  await new Promise(resolve => setTimeout(resolve, 50))
  t.equal(open, 0)
})
