import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { chmod, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { lastStart } from '../backup/running-processes.ts'
import type { Config } from '../config/config-schema.ts'
import { type Finding, well } from './finding.ts'

const megabyte = 1024 * 1024

/** The data folder: can it be written, is there room, are secrets secret, does the clock go forward. */
export async function checkFolder({ dataDir }: Config, now: Date): Promise<Finding[]> {
  const check = 'Data folder'
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    const fix = 'Give the folder to the account that runs the site, or set DATA_DIR to another one.'
    return [{ check, state: 'problem', found: `${dataDir} cannot be written: ${(error as Error).message}`, fix }]
  }
  return [await checkRoom(dataDir), ...checkOwners(dataDir), ...checkKeys(dataDir), await checkClock(dataDir, now)]
}

async function checkRoom(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir)
  const free = Math.round((bavail * bsize) / megabyte)
  const found = `${dataDir}, ${free.toLocaleString('en')} MB free`
  if (free >= 512) return well('Data folder', found)
  const fix =
    'Make room, lower MEDIA_CACHE_MEGABYTES, or keep backups elsewhere (BACKUP_FOLDER): below 512 MB a backup or an upload may fail.'
  return { check: 'Data folder', state: 'problem', found, fix }
}

/** Who ran a command as root once has files there that the site cannot write. */
function checkOwners(dataDir: string): Finding[] {
  const owner = statSync(dataDir).uid
  const strange = readdirSync(dataDir).filter(name => statSync(join(dataDir, name)).uid !== owner)
  if (strange.length === 0) return []
  const found = `${strange.slice(0, 5).join(', ')} in ${dataDir} belong to another account than the folder`
  return [{ check: 'Owners', state: 'problem', found, fix: `chown -R --reference=${dataDir} ${dataDir}` }]
}

function checkKeys(dataDir: string): Finding[] {
  const folder = join(dataDir, 'keys')
  const files = existsSync(folder) ? readdirSync(folder).map(name => join(folder, name)) : []
  const open = files.filter(file => (statSync(file).mode & 0o077) !== 0)
  if (open.length === 0) return files.length > 0 ? [well('Keys', 'only the site can read them')] : []
  const mend = async () => {
    for (const file of open) await chmod(file, statSync(file).isDirectory() ? 0o700 : 0o600)
  }
  return [
    {
      check: 'Keys',
      state: 'problem',
      found: `${open.join(', ')} can be read by other accounts`,
      fix: `chmod 600 ${open.join(' ')}`,
      mend,
    },
  ]
}

async function checkClock(dataDir: string, now: Date): Promise<Finding> {
  const last = await lastStart(dataDir)
  if (now.getUTCFullYear() >= 2025 && (!last || Date.parse(last.at) <= now.getTime() + 60_000)) return well('Clock', now.toISOString())
  const found = `it is ${now.toISOString()} here, but the site was started at ${last?.at ?? 'a later time'}`
  return { check: 'Clock', state: 'problem', found, fix: 'Set the clock, best by itself: timedatectl set-ntp true' }
}
