import type { Plugin } from 'core/api'
import { makePoll } from './make-poll.ts'
import { showPolls } from './show-polls.ts'
import { vote } from './vote.ts'

export default {
  activate(host) {
    host.insert('poll', { make: makePoll, show: call => showPolls(host, call) })
    host.route('vote', call => vote(host, call))
  },
} satisfies Plugin
