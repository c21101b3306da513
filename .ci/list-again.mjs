// Prints the test files whose result can be another one where there is PostgreSQL, Redis, a browser or third-party test material.
// All of these come in through the environment or from the folder `corpora`. So a file can be left out of the second pass only when
// neither it nor anything of the tests that it names, directly or through others, speaks of either.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const ofTests = /^(test|core\/testing|plugins\/[^/]+\/test)\//
const fromOutside = /process\.env|corpora/
const known = new Map()

function read(file) {
  if (!known.has(file)) known.set(file, readFileSync(file, 'utf8'))
  return known.get(file)
}

/** Whatever has the form of a path to code counts: imports, and scripts that a test starts. */
function named(file) {
  const paths = [...read(file).matchAll(/['"`](\.{1,2}\/[^'"`]+\.(?:ts|mjs|js))['"`]/g)].map(([, path]) => join(dirname(file), path))
  const doors = /['"]core\/testing['"]/.test(read(file)) ? ['core/testing/make-site.ts'] : []
  return [...paths, ...doors].map(path => normalize(path)).filter(path => ofTests.test(path) && existsSync(path))
}

function canDiffer(file, seen = new Set()) {
  if (seen.has(file)) return false
  seen.add(file)
  return fromOutside.test(read(file)) || named(file).some(next => canDiffer(next, seen))
}

for (const file of globSync(['test/**/*.test.ts', 'plugins/*/test/**/*.test.ts']).sort()) if (canDiffer(file)) console.log(file)
