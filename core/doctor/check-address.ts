import type { Config } from '../config/config-schema.ts'
import { type Finding, well } from './finding.ts'

interface Health {
  status?: string
  scheme?: string
  proxies?: number
}

/** Asks the site at its public address, as a visitor would come, and looks what of the way arrives. */
export async function checkAddress({ http }: Config): Promise<Finding[]> {
  const check = 'Address'
  if (!http.baseUrl) {
    const found = `BASE_URL is not set, so links in mails and feeds begin with http://${http.host}:${http.port}`
    return [{ check, state: 'warning', found, fix: 'Set BASE_URL to the public address, such as https://example.org.' }]
  }
  const secure = http.baseUrl.startsWith('https:')
  const findings: Finding[] = secure
    ? [well(check, http.baseUrl)]
    : [
        {
          check,
          state: 'warning',
          found: `${http.baseUrl} is not encrypted`,
          fix: 'Put a proxy with TLS in front (docs/install.md), and set BASE_URL to https://…',
        },
      ]
  const health = await askHealth(http.baseUrl)
  if (typeof health === 'string') {
    const fix = 'Is the site running, and does its name lead to this machine? See docs/install.md about proxy and certificate.'
    return [...findings, { check: 'Way in', state: 'warning', found: `${http.baseUrl}/healthz: ${health}`, fix }]
  }
  return [...findings, ...checkWay(health, secure, http.trustProxy)]
}

/** Secure cookies, rate limits and links stand on what the proxies say. */
function checkWay({ scheme, proxies = 0 }: Health, secure: boolean, trusted: number): Finding[] {
  const check = 'Proxies'
  if (secure && scheme === 'http') {
    const fix =
      trusted === 0
        ? 'Set HTTP_TRUST_PROXY=1 and start the site again.'
        : 'Let the proxy send X-Forwarded-Proto; docs/examples/deploy has it.'
    return [{ check, state: 'problem', found: 'visitors come by https, but the site believes that it is http', fix }]
  }
  if (proxies === trusted) return [well('Way in', proxies > 0 ? `through ${proxies} proxies` : 'without a proxy')]
  const found = `requests come with ${proxies} forwarded addresses, but HTTP_TRUST_PROXY is ${trusted}`
  return [
    {
      check,
      state: 'warning',
      found,
      fix: `Set HTTP_TRUST_PROXY=${proxies}, or let the outermost proxy throw away what visitors send as X-Forwarded-For.`,
    },
  ]
}

async function askHealth(baseUrl: string): Promise<Health | string> {
  try {
    const answer = await fetch(`${baseUrl}/healthz`, { signal: AbortSignal.timeout(5000), redirect: 'manual' })
    if (!answer.ok) return `status ${answer.status}`
    const health = (await answer.json()) as Health
    return health.status === 'ok' ? health : 'something else answers there'
  } catch (error) {
    const { message, cause } = error as Error & { cause?: Error }
    return cause?.message || message
  }
}
