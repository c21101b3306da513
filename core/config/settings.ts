import { type Static, Type } from 'typebox'

/** What an admin may change while the site runs. Kept as rows; defaults are not stored. */
export const settingsSchema = Type.Object({
  siteName: Type.String({ default: 'Tributary', minLength: 1, maxLength: 80 }),
  siteDescription: Type.String({ default: '', maxLength: 300 }),
  /** Set when the first-run setup is done. */
  setUpAt: Type.String({ default: '' }),
  signUp: Type.Union([Type.Literal('open'), Type.Literal('invite'), Type.Literal('approval'), Type.Literal('closed')], { default: 'open' }),
  theme: Type.String({ default: 'default' }),
})

export type Settings = Readonly<Static<typeof settingsSchema>>
export type SettingName = keyof Settings
