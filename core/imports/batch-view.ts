import type { Context } from '../http/context.ts'
import { inMegabytes } from '../media/upload-quota.ts'
import { longDate } from '../members/long-date.ts'
import type { ImporterDeclaration } from '../plugin-contract/contributes.ts'
import type { Site } from '../site.ts'
import { listImporters, nameOfImporter } from './choose-importer.ts'
import type { ImportBatch } from './import-batch.ts'
import type { Preview } from './preview-archive.ts'

/** How far the work on a batch is; of the one that runs now. */
export interface BatchWork {
  subject: string
  done: number
  total: number | null
  cancelledAt: string | null
}

/** A batch in its member's list and on its own page. */
export interface BatchView {
  id: string
  url: string
  title: string
  icon: string
  fileName: string
  megabytes: number
  createdAt: string
  state: 'reading' | 'ready' | 'working' | 'stopping' | 'stopped' | 'done' | 'taken-back'
  /** Class of its mark: `good`, `waiting`, `bad`, `off`. */
  mark: string
  status: string
  /** The page asks again by itself while something is being done. */
  isAtWork: boolean
  done: number
  /** Absent while nobody knows. */
  total?: number
  percent?: number
  problem?: string
  canStart: boolean
  canGoOn: boolean
  canStop: boolean
  canTakeBack: boolean
  canRestore: boolean
  canDiscard: boolean
  counts: { label: string; number: number }[]
  preview?: PreviewView
  /** What it brought can be downloaded as a list. */
  hasReport: boolean
}

interface PreviewView extends Preview {
  range?: string
  skippedList: { what: string; number: number }[]
  /** What was for followers, and the member's feed is public. */
  staysOut: number
}

const states: Record<BatchView['state'], { mark: string; status: string }> = {
  reading: { mark: 'waiting', status: 'is being looked through' },
  ready: { mark: 'good', status: 'ready to be brought in' },
  working: { mark: 'waiting', status: 'is coming in' },
  stopping: { mark: 'off', status: 'is being stopped' },
  stopped: { mark: 'bad', status: 'stopped' },
  done: { mark: 'good', status: 'is in' },
  'taken-back': { mark: 'off', status: 'taken back' },
}

/** The work that is under way for batches of these ids. */
export async function workOn(site: Site, ids: readonly string[]): Promise<Map<string, BatchWork>> {
  const rows: BatchWork[] = await site
    .db('tasks')
    .where({ name: 'imports.work' })
    .whereNull('endedAt')
    .whereIn('subject', ids)
    .select('subject', 'done', 'total', 'cancelledAt')
  return new Map(rows.map(row => [row.subject, row]))
}

export function batchView(ctx: Context, batch: ImportBatch, work: BatchWork | undefined, isPublic: boolean): BatchView {
  const state = stateOf(batch, work)
  const { mark, status } = states[state]
  const preview = batch.preview === null ? undefined : (JSON.parse(batch.preview) as Preview)
  const isAtWork = work !== undefined
  const total = work?.total ?? undefined
  const percent = total ? Math.min(100, Math.round((100 * work!.done) / total)) : undefined
  return {
    id: batch.id,
    url: `/settings/import/${batch.id}`,
    title: batch.title,
    icon: ctx.registry.services.find(({ id }) => id === batch.service)?.icon ?? 'feed',
    fileName: batch.fileName,
    megabytes: inMegabytes(Number(batch.fileBytes)),
    createdAt: batch.createdAt,
    state,
    mark,
    status: ctx.t(status),
    isAtWork,
    done: work?.done ?? 0,
    ...(total !== undefined && { total }),
    ...(percent !== undefined && { percent }),
    ...(batch.problem && !isAtWork && { problem: ctx.t(batch.problem) }),
    canStart: state === 'ready',
    canGoOn: state === 'stopped' && batch.file !== null,
    canStop: isAtWork && state !== 'stopping',
    canTakeBack: !isAtWork && batch.startedAt !== null && batch.takenBackAt === null,
    canRestore: batch.takenBackAt !== null && batch.sweptAt === null,
    canDiscard: !isAtWork && batch.startedAt === null,
    counts: countsOf(ctx, batch),
    // What came of it says more than what was to come.
    ...(preview && !batch.startedAt && { preview: previewView(ctx, preview, isPublic) }),
    hasReport: batch.startedAt !== null,
  }
}

function stateOf(batch: ImportBatch, work: BatchWork | undefined): BatchView['state'] {
  if (work?.cancelledAt) return 'stopping'
  if (work) return batch.readAt ? 'working' : 'reading'
  if (batch.takenBackAt) return 'taken-back'
  if (batch.endedAt) return 'done'
  return batch.readAt && !batch.startedAt && batch.file ? 'ready' : 'stopped'
}

function countsOf(ctx: Context, { brought, known, leftOut, refused, picturesLost }: ImportBatch): BatchView['counts'] {
  const counts = [
    { label: 'brought in', number: brought },
    { label: 'were here already', number: known },
    { label: 'left out', number: leftOut },
    { label: 'could not be read', number: refused },
    { label: 'pictures or films that could not be kept', number: picturesLost },
  ]
  return counts.filter(({ number }, index) => index === 0 || number > 0).map(({ label, number }) => ({ label: ctx.t(label), number }))
}

function previewView(ctx: Context, preview: Preview, isPublic: boolean): PreviewView {
  const { oldest, newest, skipped, forFollowers } = preview
  const dates = [oldest, newest].flatMap(date => (date ? [longDate(date, ctx.locale)] : []))
  return {
    ...preview,
    ...(dates.length > 0 && { range: [...new Set(dates)].join(' – ') }),
    skippedList: Object.entries(skipped).map(([what, number]) => ({ what: ctx.t(what), number })),
    staysOut: isPublic ? forFollowers : 0,
  }
}

/** An importer as it is offered. */
export interface ImporterView {
  name: string
  title: string
  help: string
  icon: string
  megabytes: number
}

export function importerViews(ctx: Context): ImporterView[] {
  const most = ctx.site.config.media.archiveMegabytes
  return listImporters(ctx.registry).map(importer => {
    const { title, help, megabytes, service } = importer.declared
    const icon = ctx.registry.services.find(({ id }) => id === service)?.icon ?? 'feed'
    return { name: nameOfImporter(importer), title, help: ctx.t(help), icon, megabytes: Math.min(megabytes, most) }
  })
}

/** What a file picker should offer. */
export function acceptOf(declared: readonly Pick<ImporterDeclaration, 'endings' | 'types'>[]): string {
  return [...new Set(declared.flatMap(({ endings, types }) => [...endings, ...types]))].join(',')
}
