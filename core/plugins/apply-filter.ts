import { Ajv, type ValidateFunction } from 'ajv'
import { type FilterName, type Filters, filterSchemas } from '../plugin-contract/filters.ts'
import type { Site } from '../site.ts'
import type { Filter, Registered } from './registry.ts'

const ajv = new Ajv({ strict: false, validateSchema: false })
const checks = new Map<FilterName, ValidateFunction>()

/** Milliseconds that one filter may take while somebody waits for the value. */
const patience = 5000

/** What becomes of a value after each filter. */
export interface FilterRules<Value> {
  /** What goes on, of what went in and what came out; all that came out when left out. */
  onReturn?(before: Value, after: Value, plugin: string): Value
  /** What goes on when a filter failed; what went in when left out. */
  onFailure?(value: Value, plugin: string): Value
}

/** Runs a value through the filters that plugins registered, in order. One that fails is logged, and skipped unless the rules say otherwise. */
export async function applyFilter<Name extends FilterName>(
  site: Site,
  name: Name,
  value: Filters[Name],
  { onReturn = (_before, after) => after, onFailure = same => same }: FilterRules<Filters[Name]> = {},
): Promise<Filters[Name]> {
  let filtered = value
  for (const filter of site.registry.filters.get(name) ?? []) {
    try {
      const result = await runFilter(filter as Registered<unknown> as Registered<Filter<Name>>, name, filtered)
      filtered = onReturn(filtered, result, filter.plugin)
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
