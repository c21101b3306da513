import { registerHooks } from 'node:module'

// For the tests of a plugin, which may lie anywhere: they find the site's core, and tap, where this program is. The address says
// where the plugin's code is to run.
const here = new URL('../../package.json', import.meta.url).href
process.env.PLUGIN_RUNTIME = new URL(import.meta.url).searchParams.get('runtime') ?? ''

registerHooks({
  resolve(specifier, context, next) {
    const isOurs = /^(core\/|tap$)/.test(specifier)
    return next(specifier, isOurs ? { ...context, parentURL: here } : context)
  },
})
