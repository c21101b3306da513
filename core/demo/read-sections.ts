/** A comment as it stands in a file: `> cem: That looks good.` */
export interface WrittenComment {
  author: string
  body: string
}

/** A part of a content file: heading, fields (`age: 2d 3h`) up to the first empty line, text, comments. */
export interface Section {
  heading: string
  fields: Map<string, string>
  body: string
  comments: WrittenComment[]
}

/** Reads a content file: one section per line that begins with `#` or `##`. What `#` says is true for the sections below it. */
export function readSections(text: string): { head?: Section; sections: Section[] } {
  const [before = '', ...parts] = text.split(/^## /m)
  const top = before.replace(/^# /, '').trim()
  return { ...(before.startsWith('# ') && { head: readSection(top) }), sections: parts.map(readSection) }
}

function readSection(text: string): Section {
  const [heading = '', ...lines] = text.trimEnd().split('\n')
  const fields = new Map<string, string>()
  while (lines.length > 0 && lines[0]!.trim() !== '') {
    const [name = '', ...value] = lines.shift()!.split(': ')
    fields.set(name, value.join(': ').trim())
  }
  const start = lines.findIndex(line => line.startsWith('>'))
  const end = start === -1 ? lines.length : start
  return { heading: heading.trim(), fields, body: lines.slice(0, end).join('\n').trim(), comments: readComments(lines.slice(end)) }
}

/** A line `> name: …` begins a comment; other lines that begin with `>` go on with it. */
function readComments(lines: string[]): WrittenComment[] {
  const comments: WrittenComment[] = []
  for (const line of lines) {
    const [, author, first = ''] = /^> ([a-z0-9]+): (.*)$/.exec(line) ?? []
    const last = comments.at(-1)
    if (author) comments.push({ author, body: first })
    else if (last && line.startsWith('>')) last.body += `\n${line.replace(/^> ?/, '')}`
  }
  return comments.map(({ author, body }) => ({ author, body: body.trim() }))
}
