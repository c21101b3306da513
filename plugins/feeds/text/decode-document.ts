import { gunzipSync } from 'node:zlib'
import { getEncoding } from 'encoding-sniffer'

/** Turns bytes into text, whatever the document and the server say about the charset. Never throws. */
export function decodeDocument(document: Uint8Array, contentType?: string): string {
  const bytes = unpack(document)
  const declared = declaredEncoding(bytes, contentType)
  if (declared.startsWith('utf-16')) return decode(bytes, declared)

  // Labels are often wrong, but bytes above 127 that happen to be valid UTF-8 hardly ever are anything else.
  const utf8 = strictly(bytes, 'utf-8')
  if (utf8 !== undefined && (declared !== 'iso-2022-jp' || hasHighByte(bytes))) return utf8
  if (declared !== 'utf-8') return decode(bytes, declared)
  return mostlyUtf8(bytes)
}

/** Some servers send a packed file without saying so. */
function unpack(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST })
  } catch {
    return bytes
  }
}

// As much as the guarded client takes when it unpacks.
const LARGEST = 10 * 1024 * 1024

/** The byte order mark, the server, the XML declaration or a meta element, in this order; UTF-8 when all are silent. */
function declaredEncoding(bytes: Uint8Array, contentType = ''): string {
  const label = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1]
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096))
  const wideBytes = widths(bytes)
  if (wideBytes) return wideBytes
  const encoding = getEncoding(buffer, { transportLayerEncodingLabel: known(label), defaultEncoding: 'utf-8' }).toLowerCase()
  return known(encoding) ?? 'utf-8'
}

/** UTF-16 without a mark shows itself by the zero bytes beside the first bracket. */
function widths(bytes: Uint8Array): string | undefined {
  const [first, second, third, fourth] = bytes
  if (first === 0 && (second === 0x3c || second === 0x7b) && third === 0 && fourth !== 0) return 'utf-16be'
  if ((first === 0x3c || first === 0x7b) && second === 0 && third !== 0 && fourth === 0) return 'utf-16le'
  return undefined
}

function known(label: string | undefined): string | undefined {
  if (!label) return undefined
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes)
}

function strictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function hasHighByte(bytes: Uint8Array): boolean {
  return bytes.some(byte => byte > 127)
}

/** One cut or broken character does not make a document Latin-1; many do. */
function mostlyUtf8(bytes: Uint8Array): string {
  const text = decode(bytes, 'utf-8')
  const broken = text.split('\ufffd').length - 1
  const sound = text.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0
  return broken > sound ? decode(bytes, 'windows-1252') : text
}
