import program from '../package.json' with { type: 'json' }

/** Version of the program, as releases count it. */
export const version: string = program.version
