import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config-schema.ts'
import { type IndexSignature, type PluginIndex, parseIndex, signerOf } from './plugin-index.ts'

/** An index as the configuration names it. */
export interface ConfiguredIndex {
  url: string
  /** Whose signature counts; one is enough. */
  keys: string[]
}

/** What is kept of an index. */
export interface CachedIndex {
  url: string
  /** When it was last asked for, with or without success. */
  triedAt: string
  /** When its text came. */
  fetchedAt?: string
  text?: string
  signatures?: IndexSignature[]
  etag?: string
  /** Why the last try failed. */
  problem?: string
}

/** The indexes that the operator chose: an address and its keys, separated by spaces. */
export function configuredIndexes({ plugins }: Pick<Config, 'plugins'>): ConfiguredIndex[] {
  return plugins.indexes.map(line => {
    const [url = '', ...keys] = line.trim().split(/\s+/)
    return { url, keys }
  })
}

export function readCachedIndex(dataDir: string, url: string): CachedIndex | undefined {
  const file = cacheFile(dataDir, url)
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CachedIndex
  } catch {
    // Half written, or somebody's slip: it is fetched again.
    return undefined
  }
}

export function writeCachedIndex(dataDir: string, cached: CachedIndex): void {
  const file = cacheFile(dataDir, cached.url)
  mkdirSync(join(dataDir, 'cache/plugin-indexes'), { recursive: true })
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(cached))
  renameSync(`${file}.${process.pid}`, file)
}

/** A known index, its signature checked again: the cache is only a cache. */
export interface KnownIndex {
  url: string
  title: string
  index?: PluginIndex
  triedAt?: string
  fetchedAt?: string
  problem?: string
}

/** Every configured index as far as it is known. */
export function listIndexes(config: Pick<Config, 'plugins' | 'dataDir'>): KnownIndex[] {
  return configuredIndexes(config).map(({ url, keys }) => {
    const { text, signatures = [], ...cached } = readCachedIndex(config.dataDir, url) ?? {}
    const index = text !== undefined && signerOf(text, signatures, keys) ? parseIndex(text) : undefined
    const { triedAt, fetchedAt, problem } = cached as Partial<CachedIndex>
    return {
      url,
      title: index?.title ?? new URL(url).host,
      ...(index && { index }),
      ...(triedAt && { triedAt }),
      ...(fetchedAt && { fetchedAt }),
      ...(problem && { problem }),
    }
  })
}

function cacheFile(dataDir: string, url: string): string {
  return join(dataDir, 'cache/plugin-indexes', `${createHash('sha256').update(url).digest('hex').slice(0, 24)}.json`)
}
