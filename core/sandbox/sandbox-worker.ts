import { parentPort, workerData } from 'node:worker_threads'
import { newQuickJSWASMModuleFromVariant, newVariant, RELEASE_SYNC } from 'quickjs-emscripten'
import { Guest } from './guest.ts'
import type { SandboxStart, ToGuest } from './sandbox-messages.ts'

const start = workerData as SandboxStart

/** The types of Node know the namespace, but not what is in it. */
const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: new (size: { initial: number; maximum: number }) => object } })
  .WebAssembly

/** Pages of 64 KiB: what QuickJS brings, the memory of the guest, and a message on its way in or out. Not a byte more can be had. */
const wasmMemory = new Memory({ initial: 256, maximum: 256 + (start.limits.memoryMb + 32) * 16 })

const variant = newVariant(RELEASE_SYNC, { wasmModule: start.wasm, emscriptenModule: { wasmMemory } })
newQuickJSWASMModuleFromVariant(variant).then(quickjs => {
  const guest = new Guest(quickjs, start, message => parentPort!.postMessage(message))
  parentPort!.on('message', (message: ToGuest) => guest.receive(message))
})
