import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { apiVersion } from '../plugin-contract/api-version.ts'

/** What every worker of a sandbox is made of. */
export interface WorkerCode {
  /** The program of the worker, in one text: it may read no file. */
  program: string
  wasm: WebAssembly.Module
  /** Our half of the guest. */
  modules: Record<string, string>
}

let made: Promise<WorkerCode> | undefined

/** Made once in a process, when the first sandboxed plugin starts. */
export function workerCode(): Promise<WorkerCode> {
  made ??= makeWorkerCode()
  return made
}

async function makeWorkerCode(): Promise<WorkerCode> {
  const [program, wasm] = await Promise.all([bundleWorker(), compileQuickJs()])
  const read = (file: string): string => readFileSync(new URL(`./guest/${file}`, import.meta.url), 'utf8')
  const modules = {
    'core/api': read('core-api.js').replace('{{apiVersion}}', apiVersion),
    'tributary:wire': read('wire.js'),
    'tributary:globals': read('globals.js'),
    'tributary:intl': read('intl.js'),
    'tributary:promises': read('promises.js'),
    'tributary:guest': read('guest.js'),
  }
  return { program, wasm, modules }
}

async function bundleWorker(): Promise<string> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./sandbox-worker.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    minify: true,
    keepNames: true,
    target: 'node22',
    // QuickJS would look for its file beside itself; it is handed over instead.
    define: { 'import.meta.url': '"file:///"' },
    logLevel: 'silent',
  })
  return outputFiles[0]!.text
}

function compileQuickJs(): Promise<WebAssembly.Module> {
  // The types of Node know the namespace, but not what is in it.
  const { compile } = (globalThis as unknown as { WebAssembly: { compile(bytes: Uint8Array): Promise<WebAssembly.Module> } }).WebAssembly
  const library = createRequire(createRequire(import.meta.url).resolve('quickjs-emscripten'))
  return compile(readFileSync(library.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')))
}
