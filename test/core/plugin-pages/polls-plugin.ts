import { writePlugin } from '../plugins/write-plugin.ts'

const object = (properties: object, required: string[] = []) => ({ type: 'object', properties, required })
const text = { type: 'string', maxLength: 100 }

/** A plugin that does a little of everything: members put polls into entries, vote, and see what came of it. */
export const pollsManifest = {
  title: 'Polls',
  settings: object({ greeting: { type: 'string', title: 'Greeting', default: 'Vote' } }),
  memberSettings: object({ quiet: { type: 'boolean', title: 'No notifications', default: false } }),
  capabilities: [
    { id: 'entries:read', scope: 'reader', reason: 'Reads the entry of a poll.' },
    { id: 'entries:write', reason: 'Comments on behalf of who asks.' },
    { id: 'members:read', reason: 'Names who voted.' },
    { id: 'notifications:send', reason: 'Tells the author about votes.' },
  ],
  collections: {
    votes: {
      schema: object({ insertId: text, memberId: text, choice: text }, ['insertId', 'choice']),
      indexes: [['insertId', 'choice']],
      unique: [['insertId', 'memberId']],
      personal: { by: 'memberId', export: true, erase: 'delete' },
    },
  },
  contributes: {
    routes: [
      {
        id: 'vote',
        method: 'POST',
        path: '/votes',
        for: 'members',
        input: object({ insertId: text, entryId: text, choice: text }, ['insertId', 'choice']),
        limit: { times: 3, minutes: 1 },
      },
      { id: 'results', method: 'GET', path: '/results/:insertId', for: 'everyone' },
      { id: 'close', method: 'DELETE', path: '/votes/:insertId', for: 'polls.manage' },
    ],
    pages: [
      { id: 'all', path: '/', title: 'All polls', template: 'polls', for: 'everyone', menu: true },
      { id: 'mine', path: '/mine', title: 'My votes', template: 'polls', for: 'members' },
      { id: 'static', path: '/about', title: 'About polls', template: 'polls-about', for: 'everyone' },
    ],
    slots: [
      { id: 'hint', slot: 'entry.footer', template: 'polls-hint' },
      { id: 'top', slot: 'page.top', template: 'polls-top' },
      { id: 'foot', slot: 'page.footer', template: 'polls-foot' },
    ],
    inserts: [
      {
        type: 'poll',
        title: 'Poll',
        form: object(
          { question: { ...text, title: 'Question' }, options: { type: 'array', items: text, minItems: 2, maxItems: 5, title: 'Options' } },
          ['question', 'options'],
        ),
        template: 'polls-poll',
        fallback: 'polls-fallback',
      },
    ],
    adminPages: [{ id: 'numbers', title: 'Polls in numbers', permission: 'polls.manage' }],
    cards: [{ id: 'open', title: 'Open polls' }],
    jobs: [{ name: 'count' }],
    timers: [{ name: 'sweep', seconds: 3600 }],
    commands: [{ name: 'total', description: 'How many votes there are.', input: object({ choice: text }) }],
    actions: [{ name: 'polls.clear', title: 'Clear a poll', permission: 'polls.manage', input: object({ insertId: text }, ['insertId']) }],
    permissions: [{ id: 'polls.manage', title: 'Look after polls' }],
    notifications: [{ kind: 'voted', text: '{name} voted in your poll' }],
    styles: ['polls.css'],
  },
}

const code = `
export default {
  activate(host) {
    const { votes } = host.data
    host.route('vote', async ({ member, input }) => {
      if (input.choice === 'nobody') return { problems: { choice: 'Nobody cannot be chosen.' } }
      if (input.choice === 'crash') throw new Error('the ballot box fell over')
      await votes.put({ insertId: input.insertId, memberId: member.id, choice: input.choice })
      await host.addJob('count', { insertId: input.insertId })
      const entry = input.entryId && (await host.entries.find(input.entryId, member.id))
      if (entry && entry.authorId !== member.id && !(await host.memberSettings(entry.authorId)).quiet)
        await host.notify({ to: entry.authorId, kind: 'voted', about: 'vote ' + member.id, values: { name: member.name }, url: '/' })
      if (input.choice === 'say') await host.entries.comment({ as: member.id, entryId: input.entryId, body: 'I voted' })
      return { notice: 'Counted.' }
    })
    host.route('results', async ({ input }) => ({ json: await votes.countBy('choice', { where: { insertId: input.insertId } }) }))
    host.route('close', async ({ input }) => ({ json: { removed: await votes.removeAll({ where: { insertId: input.insertId } }) } }))
    host.page('all', async ({ member }) => ({
      hello: host.settings.greeting, name: member ? member.handle : 'nobody', introHtml: '<b onclick="x()">bold</b><script>x()</script>', me: 'forged', csrf: 'forged',
    }))
    host.page('mine', async ({ member }) => ({ hello: String((await votes.list()).filter(vote => vote.memberId === member.id).length), name: member.handle }))
    host.slot('hint', async ({ subjects, member }) => Object.fromEntries(subjects.map(id => [id, { text: member ? 'for ' + member.handle : 'for all' }])))
    host.insert('poll', {
      make({ input }) {
        return new Set(input.options).size < input.options.length ? { problems: { options: 'Each only once.' } } : { ...input, made: true }
      },
      async show({ inserts }) {
        const counts = await Promise.all(inserts.map(({ id }) => votes.countBy('choice', { where: { insertId: id } })))
        return Object.fromEntries(inserts.map(({ id, data }, index) => [id, { question: data.question, options: data.options.map(name => ({ name, count: counts[index][name] || 0 })) }]))
      },
    })
    host.adminPage('numbers', {
      async show() {
        return [
          { type: 'heading', text: 'Votes' },
          { type: 'numbers', numbers: [{ label: 'Votes', value: await votes.count() }] },
          { type: 'table', columns: ['Choice'], rows: (await votes.list()).map(vote => [vote.choice]), empty: 'No votes yet.' },
          { type: 'chart', title: 'Votes a day', points: [{ label: 'Monday', value: 1 }] },
          { type: 'form', id: 'stuff', schema: { type: 'object', properties: { choice: { type: 'string', title: 'Choice', maxLength: 5 } } }, button: 'Add a vote' },
        ]
      },
      async submit({ form, input }) {
        if (input.choice === 'no') return { problems: { choice: 'Not this one.' } }
        await votes.insert({ insertId: form, choice: input.choice })
        return 'A vote more.'
      },
    })
    host.card('open', async () => [{ type: 'text', text: 'There are ' + (await votes.count()) + ' votes.' }])
    host.job('count', async ({ insertId }) => { await votes.put({ insertId: 'counted ' + insertId, memberId: 'job', choice: 'x' }) })
    host.timer('sweep', () => {})
    host.command('total', async ({ choice }) => ({ total: choice ? (await votes.list()).filter(vote => vote.choice === choice).length : await votes.count() }))
    host.action('polls.clear', {
      async look({ input, data }) { return { votes: await data.votes.count({ where: { insertId: input.insertId } }) } },
      async run({ input, data }) { await data.votes.removeAll({ where: { insertId: input.insertId } }) },
    })
  },
  async selfTest(host) { await host.data.votes.count() },
}
`

const templates = {
  'templates/polls.hbs': `{{#> layout title=title}}<h1>{{title}}</h1><p class="hello">{{hello}} {{name}} {{settings.greeting}}</p>{{{introHtml}}}{{/layout}}`,
  'templates/polls-about.hbs': `{{#> layout title=title}}<p>{{t "Polls ask people."}}</p>{{/layout}}`,
  'templates/polls-hint.hbs': `<p class="hint">{{text}}</p>`,
  'templates/polls-top.hbs': `<p class="top">{{settings.greeting}}</p>`,
  'templates/polls-foot.hbs': `<p class="foot">{{settings.greeting}}</p>`,
  'templates/polls-poll.hbs': `<form method="post" action="/plugins/polls/votes">{{> csrf}}<input type="hidden" name="insertId" value="{{id}}"><p>{{question}}</p>{{#each options}}<button name="choice" value="{{name}}">{{name}}: {{count}}</button>{{/each}}</form>`,
  'templates/polls-fallback.hbs': `<p>{{question}}</p><ul>{{#each options}}<li>{{this}}</li>{{/each}}</ul><p>{{t "It was asked with Polls."}}</p>`,
  'locales/de.json': JSON.stringify({ 'Polls ask people.': 'Umfragen fragen.', 'It was asked with Polls.': 'Gefragt mit Umfragen.' }),
  'assets/polls.css': '.polls { color: inherit; }',
}

/** Writes the plugin into a folder of plugins, for one of the runtimes. */
export function writePolls(folder: string, runtime: 'trusted' | 'sandbox' = 'trusted', manifest: object = {}): void {
  writePlugin(folder, 'polls', { ...pollsManifest, runtime, ...manifest }, '', { ...templates, 'index.ts': code })
}
