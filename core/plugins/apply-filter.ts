import { Ajv, type ValidateFunction } from 'ajv'
import type { Site } from '../site.ts'
import { type FilterName, type Filters, filterSchemas } from './filters.ts'
import type { Filter, Registered } from './registry.ts'

const ajv = new Ajv({ strict: false })
const checks = new Map<FilterName, ValidateFunction>()

/** Milliseconds that one filter may take while somebody waits for the value. */
const patience = 5000

/** Runs a value through the filters that plugins registered, in order. One that fails is logged, and skipped unless `onFailure` says what becomes of the value. */
export async function applyFilter<Name extends FilterName>(
  site: Site,
  name: Name,
  value: Filters[Name],
  onFailure: (value: Filters[Name], plugin: string) => Filters[Name] = same => same,
): Promise<Filters[Name]> {
  let filtered = value
  for (const filter of site.registry.filters.get(name) ?? []) {
    try {
      filtered = await runFilter(filter as Registered<unknown> as Registered<Filter<Name>>, name, filtered)
    } catch {
      // Its guard has counted, logged and named it.
      filtered = onFailure(filtered, filter.plugin)
    }
  }
  return filtered
}

async function runFilter<Name extends FilterName>(filter: Registered<Filter<Name>>, name: Name, value: Filters[Name]) {
  return filter.guard.run(`the filter ${name}`, { patience }, async () => {
    // A frozen copy, as in the sandbox: what a filter changes is what it returns.
    const result = await filter.thing(freeze(structuredClone(value)))
    const check = checkOf(name)
    if (check(result)) return result
    throw new Error(`A filter of ${name} should return the value it was given, changed or not: ${ajv.errorsText(check.errors)}.`)
  })
}

function checkOf(name: FilterName): ValidateFunction {
  let check = checks.get(name)
  if (!check) {
    check = ajv.compile(filterSchemas[name])
    checks.set(name, check)
  }
  return check
}

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) freeze(part)
  return value
}
