import { join } from 'node:path'
import { type MadeBackup, makeBackup } from '../backup/make-backup.ts'
import { noted, type Place } from '../backup/outcomes.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { lastStart, listRunning } from '../backup/running-processes.ts'
import { connect, databaseAddress } from '../db/connect.ts'
import type { Finding } from '../doctor/finding.ts'
import { conflict, SiteError } from '../errors.ts'
import { readCommit } from '../source/read-commit.ts'
import { version } from '../version.ts'
import { type Checkout, type CodeState, openCheckout } from './checkout.ts'
import { installPackages, type PackagesAside } from './packages.ts'
import { runProgram } from './run-program.ts'

export interface UpgradeOptions {
  /** Tag, branch or commit; the newest release unless told. */
  to?: string | undefined
  /** The new code lies there already: only back up, migrate and check. */
  skipCode?: boolean
  /** What the command was given in its environment, for the new program. */
  environment: Readonly<Record<string, string | undefined>>
  progress?: ((step: string, part: number) => void) | undefined
}

export interface Upgraded {
  from: string
  to: string
  /** Migrations that ran. */
  ran: string[]
  backup?: MadeBackup
}

/** The upgrade did not go well, and everything is where it was. The message says why, what is kept and what to do. */
export class UpgradeFailed extends SiteError {
  constructor(message: string, cause: unknown) {
    super(409, 'upgrade-failed', message, {}, { cause })
  }
}

/**
 * Brings a site that does not run to another version: backs it up, brings code and packages, migrates, and looks whether all is well.
 * When any of it fails, code, packages and data are put back as they were.
 */
export function upgradeSite(place: Place, options: UpgradeOptions): Promise<Upgraded> {
  return noted(place, 'upgrade', async outcome => {
    const [running] = await listRunning(place.config.dataDir)
    if (running)
      throw conflict(`The site is running (process ${running.pid} on ${running.host}). Stop it first; an upgrade takes a minute or two.`)
    const checkout = options.skipCode ? undefined : await openCheckout(place.config.root)
    options.progress?.('fetching', 0)
    const from = await checkout?.now()
    const to = await checkout?.target(options.to)
    outcome.about = to?.name ?? version
    const upgraded = await withBackup(place, options, { checkout, from, to })
    outcome.note = upgraded.ran.length > 0 ? `${upgraded.ran.length} migrations` : 'no migrations'
    return upgraded
  })
}

interface Code {
  checkout: Checkout | undefined
  from: CodeState | undefined
  to: CodeState | undefined
}

async function withBackup(place: Place, options: UpgradeOptions, code: Code): Promise<Upgraded> {
  const { checkout, from, to } = code
  const before = await readMigrations(place)
  const ill = problemsOf(await examine(place, options))
  const backup = await makeBackup(place, { why: 'upgrade', progress: options.progress })
  let packages: PackagesAside | undefined
  try {
    if (checkout && from && to && to.commit !== from.commit) {
      options.progress?.('code', 0)
      await checkout.moveTo(to)
      if (await checkout.differs('package-lock.json', from, to)) packages = await installPackages(place.config.root)
    }
    options.progress?.('migrating', 0)
    const ran = await migrateAnew(place, options)
    options.progress?.('checking', 0)
    const worse = problemsOf(await examine(place, options)).filter(({ check }) => !ill.some(known => known.check === check))
    if (worse.length > 0) throw conflict(worse.map(({ check, found }) => `${check}: ${found}`).join(' '))
    await packages?.forget()
    return { from: from?.name ?? (await previous(place)), to: to?.name ?? version, ran, backup }
  } catch (error) {
    throw await goBack(place, { ...code, backup, packages, before, why: (error as Error).message, error })
  }
}

/** By the program that lies there now, which may be another one than this. */
async function migrateAnew({ config }: Place, { environment }: UpgradeOptions): Promise<string[]> {
  const { code, out, problems } = await runProgram(
    config.root,
    [process.execPath, join(config.root, 'core/cli/tributary.mjs'), 'migrate', '--json'],
    environment,
  )
  if (code !== 0) throw conflict(problems.trim().split('\n').slice(0, 5).join('\n') || 'The migration ended without a word.')
  return (JSON.parse(out) as { ran: string[] }).ran
}

async function examine({ config }: Place, { environment }: UpgradeOptions): Promise<Finding[]> {
  const { out, problems } = await runProgram(
    config.root,
    [process.execPath, join(config.root, 'core/cli/tributary.mjs'), 'doctor', '--json'],
    environment,
  )
  try {
    return JSON.parse(out) as Finding[]
  } catch {
    throw conflict(`The doctor of this version cannot be asked: ${problems.trim().split('\n')[0] ?? ''}`)
  }
}

function problemsOf(findings: Finding[]): Finding[] {
  return findings.filter(({ state }) => state === 'problem')
}

type Failed = Code & { backup: MadeBackup; packages: PackagesAside | undefined; before: string; why: string; error: unknown }

/** Code and packages first, so that whatever is still loaded from there is of the old version; then the data, if they were touched. */
async function goBack(place: Place, { checkout, from, to, backup, packages, before, why, error }: Failed): Promise<UpgradeFailed> {
  const said = [`The upgrade to ${to?.name ?? version} failed: ${why}`]
  try {
    if (checkout && from) await checkout.moveTo(from)
    await packages?.back()
    if ((await readMigrations(place).catch(() => 'unreadable')) !== before) {
      const { aside } = await restoreBackup(place, backup.folder, { yes: place.config.dataDir, media: 'keep' })
      said.push('The database was put back as it was before.', ...aside.map(where => `What the new version made of it is kept: ${where}`))
    } else said.push('The database was not changed.')
    said.push(from ? `The code is that of ${from.name} again. Start the site: it is where it was.` : await sayCode(place))
  } catch (further) {
    said.push(
      `The way back failed as well: ${(further as Error).message}`,
      `Bring the code back${from ? ` (git checkout ${from.branch ?? from.commit} && npm ci)` : ''}, then: npx tributary restore ${backup.folder} --yes ${JSON.stringify(place.config.dataDir)}`,
    )
  }
  said.push(`The backup that was made before is kept: ${backup.folder}`)
  return new UpgradeFailed(said.join('\n'), error)
}

async function sayCode(place: Place): Promise<string> {
  return `The code is still the new one. The site last ran with ${await previous(place)}: bring that back before you start it.`
}

async function previous({ config }: Place): Promise<string> {
  const last = await lastStart(config.dataDir)
  const commit = last?.commit && last.commit !== (await readCommit(config.root)) ? ` (commit ${last.commit.slice(0, 12)})` : ''
  return last ? `${last.version}${commit}` : 'another version'
}

/** Every migration that was begun, as one text: when it is the same afterwards, nothing was changed. */
async function readMigrations({ config }: Place): Promise<string> {
  const db = connect({ url: databaseAddress(config), readers: 1 })
  try {
    if (!(await db.schema.hasTable('migrations'))) return ''
    return JSON.stringify(await db('migrations').select('name', 'startedAt', 'finishedAt').orderBy('name'))
  } finally {
    await db.close()
  }
}
