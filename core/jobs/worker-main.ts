import { parentPort } from 'node:worker_threads'

/** What the pool sends to a worker: call the default export of `module` with `input`. */
export interface WorkOrder {
  module: string
  input: unknown
}

/** What the worker sends back, one for each order. */
export type WorkAnswer = { result: unknown } | { problem: { name: string; message: string; stack?: string } }

type Work = (input: unknown) => unknown

const known = new Map<string, Work>()

parentPort?.on('message', async (order: WorkOrder) => {
  try {
    const work = known.get(order.module) ?? (await importWork(order.module))
    answer({ result: await work(order.input) })
  } catch (problem) {
    // Also when the result cannot be copied.
    answer({ problem: plainProblem(problem) })
  }
})

async function importWork(module: string): Promise<Work> {
  const { default: work } = await import(module)
  if (typeof work !== 'function') throw new TypeError(`${module} should export a function as its default, but exports ${typeof work}.`)
  known.set(module, work)
  return work
}

function answer(message: WorkAnswer): void {
  parentPort?.postMessage(message)
}

function plainProblem(problem: unknown) {
  if (!(problem instanceof Error)) return { name: 'Error', message: String(problem) }
  return { name: problem.name, message: problem.message, stack: problem.stack }
}
