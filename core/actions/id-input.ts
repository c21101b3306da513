import { Type } from '../http/type.ts'

/** The input of actions about one row. */
export const idInput = Type.Object({ id: Type.String({ maxLength: 36 }) })
