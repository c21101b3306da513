import { send } from './demo-deed.ts'
import { type DemoStory, timeOf } from './demo-story.ts'
import type { Happening } from './happening.ts'

/** What members miss, and who wants it too. */
export function wishes(story: DemoStory): Happening[] {
  return story.content.community.wishes.flatMap(({ by, age, title, body, wanted, replies }) => {
    let at: string | undefined
    const made = timeOf(story, age)
    const room = (story.end - made) * 0.8
    return [
      {
        at: made,
        run: async () => {
          at = (await send(story, by, '/wishes', { title, body }))?.split(/[?#]/)[0]
        },
      },
      ...wanted.map((who, index) => ({
        at: made + ((index + 1) / (wanted.length + 1)) * room,
        run: async () => {
          if (at) await send(story, who, `${at}/support`)
        },
      })),
      ...replies.map(({ by: who, age: said, body: reply }) => ({
        at: timeOf(story, said),
        run: async () => {
          if (at) await send(story, who, `${at}/replies`, { body: reply })
        },
      })),
    ]
  })
}
