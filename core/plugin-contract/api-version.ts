/** Version of `core/api`. A plugin says in `plugin.json` which versions it works with. */
export const apiVersion = '1.0.0'
