import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DemoCommunity } from './demo-community.ts'
import type { Drawing } from './drawing/drawing.ts'
import { minutesOf } from './minutes-of.ts'
import { readSections, type Section, type WrittenComment } from './read-sections.ts'

/** All ages and lengths are minutes before the end of the story. */
export interface DemoMember {
  handle: string
  name: string
  about: string
  links: [string, string][]
  joined: string
  /** How many know this member: 0 (few) to 1 (nearly everybody). */
  known: number
  picture: Drawing
}

export interface DemoGroup {
  handle: string
  name: string
  about: string
  access?: 'private'
  founded: string
  admins: string[]
  members: string[]
  picture: Drawing
}

/** Who follows whom lately, and who waits for an answer. */
export interface DemoTies {
  follows: Record<string, string[]>
  recent: { who: string; follows: string; age: string }[]
  requests: { who: string; group: string; age: string }[]
}

export interface DemoSource {
  owner: string
  title: string
  url: string
  site: string
  service?: string
  verified: boolean
  /** Brings entries in as messages, without a link. */
  asMessage: boolean
  connected: number
  state: 'good' | 'quiet' | 'failing' | 'paused'
  /** Categories of everything in it. */
  tags: string[]
}

/** An entry with what people say to it. With a source it comes in from there, without one it is written here. */
export interface DemoThread {
  author: string
  to: string[]
  source?: DemoSource
  title?: string
  body: string
  link?: string
  age: number
  /** How long people talk about it. */
  over?: number
  photos: string[]
  audio?: { url: string; length: number }
  video?: { url: string; length: number; still: string }
  likes?: number
  likedBy: string[]
  /** Categories it has where it comes from. */
  tags: string[]
  comments: WrittenComment[]
}

export interface DemoContent {
  site: { name: string; description: string; founded: string }
  members: DemoMember[]
  groups: DemoGroup[]
  ties: DemoTies
  sources: DemoSource[]
  threads: DemoThread[]
  community: DemoCommunity
  pictures: Record<string, Drawing & { alt: string }>
}

const folder = join(import.meta.dirname, 'content')

/** Reads the story that the demo tells: who is there, and what they wrote. */
export function readDemoContent(): DemoContent {
  const sourced = readFolder('sources').map(({ head, sections }) => {
    const source = toSource(head!)
    return { source, threads: sections.map(section => toImported(source, section)) }
  })
  return {
    ...readJson<Pick<DemoContent, 'site' | 'members' | 'groups' | 'ties'>>('people.json'),
    pictures: readJson('pictures.json'),
    community: readJson('community.json'),
    sources: sourced.map(({ source }) => source),
    threads: [...sourced.flatMap(({ threads }) => threads), ...readFolder('threads').flatMap(({ sections }) => sections.map(toWritten))],
  }
}

function readJson<Content>(file: string): Content {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Content
}

function readFolder(name: string) {
  return readdirSync(join(folder, name))
    .filter(file => file.endsWith('.md'))
    .sort()
    .map(file => readSections(readFileSync(join(folder, name, basename(file)), 'utf8')))
}

function toSource({ heading, fields }: Section): DemoSource {
  const service = fields.get('service')
  return {
    owner: fields.get('owner')!,
    title: heading,
    url: fields.get('url')!,
    site: fields.get('site')!,
    ...(service && { service }),
    verified: fields.get('verified') === 'yes',
    asMessage: fields.get('as message') === 'yes',
    connected: minutesOf(fields.get('connected')!),
    tags: listOf(fields.get('tags')),
    state: (fields.get('state') ?? 'good') as DemoSource['state'],
  }
}

/** `## The week I nearly lost the starter` below its source. A heading of one dash stands for no title. */
function toImported(source: DemoSource, section: Section): DemoThread {
  const { heading, fields } = section
  const [audioUrl, audioLength] = fields.get('audio')?.split(' ') ?? []
  const [videoUrl, videoLength, still] = fields.get('video')?.split(' ') ?? []
  return {
    ...toThread(section),
    author: source.owner,
    to: [],
    source,
    tags: [...source.tags, ...listOf(fields.get('tags'))],
    ...(heading !== '-' && { title: heading }),
    link: new URL(fields.get('page') ?? '/', source.site).href,
    ...(audioUrl && { audio: { url: new URL(audioUrl, source.site).href, length: minutesOf(audioLength!) } }),
    ...(videoUrl && { video: { url: new URL(videoUrl, source.site).href, length: minutesOf(videoLength!), still: still! } }),
  }
}

/** `## nia in cooks`, or `## nia` for her own feed. */
function toWritten(section: Section): DemoThread {
  const [author = '', places = ''] = section.heading.split(' in ')
  const link = section.fields.get('link')
  return { ...toThread(section), author, to: places ? places.split(', ') : [], ...(link && { link }) }
}

function toThread({ heading, fields, body, comments }: Section): Omit<DemoThread, 'author' | 'to'> {
  const age = fields.get('age')
  if (!age) throw new Error(`Demo content: "${heading}" should say its age.`)
  const over = fields.get('over')
  const likes = fields.get('likes')
  return {
    body,
    age: minutesOf(age),
    ...(over && { over: minutesOf(over) }),
    photos: listOf(fields.get('photos')),
    ...(likes && { likes: Number(likes) }),
    likedBy: listOf(fields.get('liked by')),
    tags: [],
    comments,
  }
}

function listOf(text = ''): string[] {
  return text.split(',').flatMap(word => word.trim() || [])
}
