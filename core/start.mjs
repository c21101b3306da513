// Readable by an old Node, so that it can say what to do.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Tributary needs Node 22.18 or newer, but this is ${process.version}.\n` +
      'Run it with "npm start" after "npm ci": that brings a Node of its own along.\n' +
      'Or install a newer Node from https://nodejs.org and try again.',
  )
  process.exit(1)
}
// Hashing passwords, pictures and the database share the thread pool.
process.env.UV_THREADPOOL_SIZE ??= '8'
await import('./main.ts')
