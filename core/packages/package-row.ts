import type { Knex } from 'knex'
import type { Actor } from '../actor.ts'
import type { LockedVersion } from './lock-file.ts'

/** What is kept about an installed package for people and the audit log. What runs stands in the lock file. */
export interface PackageRow {
  name: string
  version: string
  /** Id of the package. */
  package: string
  publisher: string | null
  /** JSON of a list of ids. */
  capabilities: string
  source: string
  installedAt: string
  installedBy: string | null
  returnedFrom: string | null
  returnedReason: string | null
  returnedAt: string | null
}

export async function listPackageRows(db: Knex): Promise<Map<string, PackageRow>> {
  const rows: PackageRow[] = await db('plugin_packages').select('*')
  return new Map(rows.map(row => [row.name, row]))
}

/** Writes down which version is installed; `returned` when it came by going back from another. */
export async function writePackageRow(
  trx: Knex.Transaction,
  name: string,
  active: Omit<LockedVersion, 'files' | 'checksums'>,
  actor: Actor,
  returned?: { from: string; reason: string; at: string },
): Promise<void> {
  const row: PackageRow = {
    name,
    version: active.version,
    package: active.id,
    publisher: active.publisher,
    capabilities: JSON.stringify(active.capabilities.map(({ id }) => id)),
    source: active.from.slice(0, 500),
    installedAt: active.installedAt,
    installedBy: actor.id ?? null,
    returnedFrom: returned?.from ?? null,
    returnedReason: returned?.reason.slice(0, 1000) ?? null,
    returnedAt: returned?.at ?? null,
  }
  await trx('plugin_packages').insert(row).onConflict('name').merge()
}

/** What installing, updating, going back and removing are about, for the audit log. */
export async function lookAtPackage(trx: Knex.Transaction, name: string): Promise<Record<string, unknown>> {
  const row: PackageRow | undefined = await trx('plugin_packages').where({ name }).first()
  return {
    [`plugins.${name}.version`]: row?.version ?? null,
    [`plugins.${name}.package`]: row?.package ?? null,
    [`plugins.${name}.capabilities`]: row ? (JSON.parse(row.capabilities) as string[]) : [],
    [`plugins.${name}.publisher`]: row?.publisher ?? null,
  }
}
