import type { Command } from 'commander'
import type { Outcome } from '../actions/action.ts'
import { listAudit } from '../actions/audit-log.ts'
import { undoAction } from '../actions/undo-action.ts'
import { type Actor, memberActor, system } from '../actor.ts'
import { listCoreActions } from '../core-actions.ts'
import { actInEmergency } from '../emergencies/act-in-emergency.ts'
import { tidyHandle } from '../members/handle.ts'
import { findMember } from '../members/member.ts'
import type { Site } from '../site.ts'
import type { CommandLine } from './command-line.ts'
import { readObject } from './read-object.ts'

interface Options {
  as?: string
  reason?: string
  key?: string
  emergency?: string
  dryRun?: boolean
  json?: boolean
}

/** Actions by name, and the log of what was done. */
export function addActCommands(program: Command, cli: CommandLine): void {
  program
    .command('act [name] [input]')
    .description('change the site by an action: its name and its input as JSON. Without a name, list the actions')
    .option('--as <handle>', 'as this member, with no more rights than theirs; as the operator of the machine when left out')
    .option('--dry-run', 'show what would change, and leave everything as it is')
    .option('--reason <text>', 'why; actions of moderators need it')
    .option('--key <text>', 'a name of your own for this request: sent twice, it is done once')
    .option('--emergency <title>', 'at once, for 72 hours, although members decide about it: they vote about keeping it')
    .option('--json', 'print JSON')
    .action(async (name: string | undefined, text: string | undefined, { as, emergency, json = false, ...options }: Options) => {
      if (name === undefined) return cli.print(describeActions(), { json })
      const input = readObject(text ?? '{}')
      // Those of plugins are there when the plugins run.
      const { site } = await cli.open({ safe: listCoreActions().some(action => action.name === name) })
      const actor = await actorNamed(site, as)
      const outcome = emergency
        ? await actInEmergency(site, actor, { action: name, input, title: emergency, reason: options.reason ?? '' })
        : await site.act(actor, name, input, options)
      cli.print(json ? printedOutcome(outcome) : sentence(outcome, options.dryRun === true), { json })
    })

  const audit = program.command('audit').description('show what was changed about the site, and take it back')
  audit
    .command('list', { isDefault: true })
    .description('show the newest changes first')
    .option('--action <name>', 'only those of this action')
    .option('--limit <number>', 'how many', '20')
    .option('--json', 'print JSON')
    .action(async ({ action, limit, json = false }: { action?: string; limit: string; json?: boolean }) => {
      const { site } = await cli.open({ safe: true })
      const entries = await listAudit(site, system, { limit: Number(limit) || 20, ...(action && { action }) })
      const short = entries.map(({ id, createdAt, actorHandle, actorKind, summary, undoneBy }) => {
        return { id, at: createdAt, by: actorHandle ?? actorKind, what: summary, undone: undoneBy ? 'yes' : '' }
      })
      cli.print(json ? entries : short, { json })
    })
  audit
    .command('undo <id>')
    .description('take back what a row of the log did, when it has not been changed since')
    .option('--dry-run', 'show what would change, and leave everything as it is')
    .option('--json', 'print JSON')
    .action(async (id: string, { dryRun = false, json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const outcome = await undoAction(site, system, { id }, { dryRun })
      cli.print(json ? printedOutcome(outcome) : sentence(outcome, dryRun), { json })
    })
}

function describeActions(): object[] {
  return listCoreActions().map(({ name, title, authority, permission }) => ({ name, title, authority, permission }))
}

async function actorNamed(site: Site, handle: string | undefined): Promise<Actor> {
  return handle === undefined ? system : memberActor(await findMember(site.db, tidyHandle(handle)), site.roles)
}

function printedOutcome({ ok, changes, auditId }: Outcome): object {
  return { ok, changes, ...(auditId && { auditId }) }
}

function sentence({ summary, changes }: Outcome, dryRun: boolean): string {
  if (changes.length === 0) return 'Nothing changes: it is so already.'
  const lines = changes.map(({ path, before, after }) => `  ${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`)
  return [dryRun ? 'This would change:' : summary, ...lines].join('\n')
}
