import { createPrivateKey } from 'node:crypto'
import { join } from 'node:path'
import { writeArchive } from '../../../core/archives/write-archive.ts'
import { checksumsName, type PackageFiles, signatureName, writeChecksums } from '../../../core/packages/package-files.ts'
import { makePublisherKey, signPackage } from '../../../core/packages/package-signature.ts'
import { readPackage } from '../../../core/packages/read-package.ts'
import { packPlugin } from '../../../core/plugin-kit/pack-plugin.ts'
import { writePlugin } from '../plugins/write-plugin.ts'

/** A publisher for a test. */
export function makePublisher(): { key: string; pem: string } {
  return makePublisherKey()
}

/** Packs what `writePlugin` writes, signed when a private key is handed in. */
export async function makePackage(
  folder: string,
  name: string,
  manifest: object,
  {
    activate = '',
    files = {},
    pem = '',
    oldPem = '',
  }: { activate?: string; files?: Record<string, string>; pem?: string; oldPem?: string } = {},
): Promise<Buffer> {
  writePlugin(folder, name, manifest, activate, files)
  const { bytes } = await packPlugin(join(folder, name))
  return pem ? signBytes(bytes, pem, oldPem) : bytes
}

export async function signBytes(bytes: Buffer, pem: string, oldPem = ''): Promise<Buffer> {
  const { files, manifest } = await readPackage(bytes)
  const checksums = files.get(checksumsName)!.toString()
  const text = signPackage(checksums, manifest.name, createPrivateKey(pem), oldPem ? createPrivateKey(oldPem) : undefined)
  return writeArchive(new Map([...files, [signatureName, Buffer.from(text)]]))
}

/** The same package with other files and checksums that fit, as somebody hostile would make it. */
export async function forge(bytes: Buffer, change: (files: PackageFiles) => void, { honest = true } = {}): Promise<Buffer> {
  const { files } = await readPackage(bytes)
  const forged = new Map(files)
  change(forged)
  if (honest) forged.set(checksumsName, Buffer.from(writeChecksums(forged)))
  return writeArchive(forged)
}
