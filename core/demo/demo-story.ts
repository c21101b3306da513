import { type MemberActor, memberActor } from '../actor.ts'
import { findMemberById } from '../members/member.ts'
import type { OpenSite } from '../open-site.ts'
import type { Site } from '../site.ts'
import type { Source } from '../sources/source.ts'
import type { DemoProposal } from './demo-community.ts'
import type { DemoContent, DemoSource } from './demo-content.ts'
import type { DrawnPictures } from './demo-drawings.ts'
import { minutesOf } from './minutes-of.ts'

/** What the parts of the story share while it happens. */
export interface DemoStory {
  readonly opened: OpenSite
  readonly site: Site
  readonly content: DemoContent
  readonly pictures: DrawnPictures
  readonly password: string
  /** Milliseconds: when the story ends, which is now. */
  readonly end: number
  /** By handle, once they have joined. */
  readonly actors: Map<string, MemberActor>
  /** As they were connected. */
  readonly sources: Map<DemoSource, Source>
  /** Ids of what was put to the members. */
  readonly proposals: Map<DemoProposal, string>
}

/** Milliseconds of an age: `3d 4h`, or minutes. */
export function timeOf(story: Pick<DemoStory, 'end'>, age: string | number): number {
  return story.end - (typeof age === 'string' ? minutesOf(age) : age) * 60_000
}

export function actorOf(story: DemoStory, handle: string): MemberActor {
  const actor = story.actors.get(handle)
  if (!actor) throw new Error(`Demo content: nobody here is called "${handle}", or not yet.`)
  return actor
}

export async function rememberActor(story: DemoStory, handle: string, memberId: string): Promise<MemberActor> {
  const actor = memberActor(await findMemberById(story.site.db, memberId), story.site.roles)
  story.actors.set(handle, actor)
  return actor
}

export function pictureOf(story: DemoStory, name: string): Buffer {
  const picture = story.pictures.get(name)
  if (!picture) throw new Error(`Demo content: there is no picture "${name}".`)
  return picture
}
