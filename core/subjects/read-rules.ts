import { policyAt } from '../policies/policy.ts'
import type { Site } from '../site.ts'

export interface Rule {
  number: number
  title: string
  text: string
  version: number
}

/** The community rules that hold now, from the numbered points of their text: what is bold at the beginning of one is its title. */
export function readRules({ lock, now }: Site): Rule[] {
  const { current } = policyAt(lock, 'rules', now())
  if (!current) return []
  const points = current.value.text.matchAll(/^ {0,3}(\d{1,3})[.)]\s+(.+(?:\n(?!\s*\n| {0,3}\d{1,3}[.)]\s|#).+)*)/gm)
  return [...points].map(([, number, words = '']) => {
    const plain = words.replaceAll(/\s+/g, ' ').trim()
    const title = /^\*\*(.+?)\*\*/.exec(plain)?.[1] ?? plain.split(/(?<=[.!?])\s/)[0] ?? plain
    const text = plain
      .replaceAll('**', '')
      .slice(title.length)
      .replace(/^[.:,]?\s*/, '')
    return { number: Number(number), title: title.replace(/[.:,]$/, ''), text, version: current.version }
  })
}
