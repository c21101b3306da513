import { OutsideError, type OutsideProblem } from '../sources/source-type.ts'

/** Turns whatever went wrong on the way into an OutsideError with a sentence for the member. */
export function outsideProblem(cause: unknown, host: string, answering: boolean): OutsideError {
  if (cause instanceof OutsideError) return cause
  const code = problemCode(errorCode(cause), answering)
  return new OutsideError(code, sentences[code](host), { cause })
}

const sentences: Record<'not-found-host' | 'no-connection' | 'bad-certificate' | 'too-slow' | 'bad-answer', (host: string) => string> = {
  'not-found-host': host => `There is no site called ${host}.`,
  'no-connection': host => `${host} could not be reached.`,
  'bad-certificate': host => `The certificate of ${host} is not valid, so nobody can tell who is answering.`,
  'too-slow': host => `${host} took too long to answer.`,
  'bad-answer': host => `${host} sent an answer that is broken or incomplete.`,
}

function problemCode(code: string, answering: boolean): keyof typeof sentences & OutsideProblem {
  if (/^(ENOTFOUND|ENODATA|EAI_|ENONAME)/.test(code)) return 'not-found-host'
  if (/CERT|SIGNED|VERIFY|_CRL_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH/.test(code)) return 'bad-certificate'
  if (/TIMEOUT/.test(code) && code !== 'ETIMEDOUT') return 'too-slow'
  // Nobody speaks TLS there: an old site may still answer without it.
  if (!answering && /^(EPROTO|ERR_SSL_)/.test(code)) return 'no-connection'
  // Parsers, decoders and a connection that ends before its answer does.
  if (answering || /^(HPE_|Z_|ERR_|ZSTD_|HTTPParser|UND_ERR_(HEADERS|RES|SOCKET|INFO|ABORTED))/.test(code)) return 'bad-answer'
  return 'no-connection'
}

function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  // Happy Eyeballs reports one error for each address it tried.
  if (error instanceof AggregateError) return errorCode(error.errors[0])
  return error.name
}
