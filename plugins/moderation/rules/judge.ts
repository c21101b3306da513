import type { Subject } from 'core/api'
import { addSignal } from '../cases/add-signal.ts'
import { keyOf } from '../cases/case.ts'
import { newId, type World } from '../moderation.ts'
import { limitMember } from '../newcomers/limit-member.ts'
import { type Finding, findIn } from './findings.ts'
import { type About, listRules } from './rule.ts'
import { printOf, type Said, saidInSubject } from './said.ts'

interface Judged {
  kind: Subject['kind']
  id: string
  /** What it is looked at as; found out from the subject unless told. */
  about?: About
}

/**
 * Looks at something that is there or waits, writes down what rules find, and does what those say that are on: each finding once for each text. It
 * may be asked twice. What moderators looked at and kept is left alone.
 */
export async function judge(world: World, { kind, id, about }: Judged): Promise<void> {
  const subject = await world.host.subjects.find(kind, id)
  if (!subject || subject.isRemoved || subject.isPrivate) return
  const said = { ...saidInSubject(subject), ...(about && { about }) }
  await rememberPrint(world, subject, said)
  const findings = await findIn(world, said)
  if (findings.length > 0 && !(await isCleared(world, subject)))
    for (const finding of findings) if (await writeHit(world, subject, finding)) await follow(world, subject, finding)
  if (subject.held?.by === world.host.plugin.name) await addHeld(world, subject, findings)
}

/** Held by raid mode, or by a rule that would not hold it any more: it has its case all the same. */
async function addHeld(world: World, subject: Subject, findings: readonly Finding[]): Promise<void> {
  if (findings.some(({ mode }) => mode === 'on')) return
  const { name } = world.host.plugin
  const reason = subject.held?.reason ?? ''
  await addSignal(world, subject, { kind: 'held', source: 'filter', sourceId: name, sourceName: name, rule: null, reason, weight: 4 })
  await tellAuthor(world, subject, { outcome: 'hold', name: reason })
}

/** Only while a rule asks for it. */
async function rememberPrint(world: World, subject: Subject, said: Said): Promise<void> {
  const print = printOf(said)
  if (!print || !(await listRules(world)).some(({ repeats, mode }) => repeats > 0 && mode !== 'off')) return
  await world.tables.transaction(trx =>
    trx('moderation_prints')
      .insert({ subjectId: subject.id, print, memberId: subject.authorId, createdAt: subject.createdAt })
      .onConflict(['subjectId'])
      .merge(['print']),
  )
}

async function isCleared({ tables }: World, { kind, id, hash }: Subject): Promise<boolean> {
  const subject = keyOf(kind, id)
  return (await tables('moderation_cleared').where({ subject, hash }).first('hash')) !== undefined
}

/** Returns whether it is the first time that this is found in this text. */
async function writeHit(world: World, { kind, id, hash, authorId, held }: Subject, finding: Finding): Promise<boolean> {
  const { name, mode, outcome, why } = finding
  const isShadow = mode !== 'on'
  // What a rule would hold and is there all the same (a profile, an entry that was let go) is pointed out.
  const done = isShadow ? 'shadow' : outcome === 'hold' && !held ? 'report' : outcome
  const rows = await world.tables.transaction(trx =>
    trx('moderation_hits')
      .insert({
        id: newId(world),
        ruleName: name,
        subjectKind: kind,
        subjectId: id,
        subjectHash: hash,
        memberId: authorId,
        outcome: done,
        why: why.join(', ').slice(0, 1000),
        createdAt: trx.now(),
      })
      .onConflict(['ruleName', 'subjectKind', 'subjectId', 'subjectHash'])
      .ignore()
      .returning('id'),
  )
  return !isShadow && rows.length > 0
}

async function follow(world: World, subject: Subject, finding: Finding): Promise<void> {
  const { name, outcome, why, rule, weight } = finding
  if (outcome === 'label') await label(world, subject, finding)
  if (outcome === 'limit' && subject.authorId) await limitMember(world, { memberId: subject.authorId, days: finding.limitDays, name, why })
  await addSignal(world, subject, {
    kind: subject.held ? 'held' : 'rule',
    source: 'rule',
    sourceId: name,
    sourceName: name,
    rule: rule || null,
    reason: why.join(', '),
    weight,
  })
  await tellAuthor(world, subject, finding)
}

/** A warning that is there, whoever put it there, stays. */
async function label({ host }: World, { kind, id }: Subject, { label, name, why }: Finding): Promise<void> {
  if (kind !== 'entry' && kind !== 'comment') return
  const action = `${kind}.label`
  const reason = `“${name}”: ${why.join(', ')}`
  const { changes } = await host.act(action, { id, label }, { reason, dryRun: true })
  if (changes.length > 0 && changes[0]!.before === null) await host.act(action, { id, label }, { reason })
}

/** Nothing is done to a member in silence. */
async function tellAuthor(
  { host }: World,
  { authorId, id, url, held, hash }: Subject,
  { outcome, name }: Pick<Finding, 'outcome' | 'name'>,
): Promise<void> {
  const kind = held ? 'rule-held' : outcome === 'label' ? 'rule-label' : outcome === 'limit' ? 'rule-limit' : undefined
  if (!authorId || !kind) return
  const about = `${kind}:${id}:${hash.slice(0, 8)}`
  await host.notify({ to: authorId, kind, about, values: { rule: name }, url: kind === 'rule-limit' ? '/moderation/limits' : url })
}
