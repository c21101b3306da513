/** What `import … from 'core/api'` finds in the sandbox: the values of the door for plugins. Types need nothing. */
export const apiVersion = '{{apiVersion}}'

export class OutsideError extends Error {
  constructor(code, message, options) {
    super(message, options)
    this.name = 'OutsideError'
    this.code = code
  }
}

export class ProblemReading extends Error {
  name = 'ProblemReading'
}

export class WorkStopped extends Error {
  constructor(code, message, options) {
    super(message, options)
    this.name = 'WorkStopped'
    this.code = code
  }
}
