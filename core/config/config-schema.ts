import type { Static } from 'typebox'
import { Type } from '../http/type.ts'
import { fixedSettingsSchema } from './fixed-settings.ts'

/**
 * Every option of the site, read once at start. `http.port` in the file is `HTTP_PORT` in the environment;
 * an option with `env` has that name there instead. `config/example.json` is checked against this by a test.
 */
export const configSchema = Type.Object(
  {
    http: Type.Object(
      {
        host: Type.String({ default: '127.0.0.1', env: 'HOST', description: 'Address to listen on. 0.0.0.0 listens on all.' }),
        port: Type.Integer({
          default: 3000,
          minimum: 0,
          maximum: 65535,
          env: 'PORT',
          description: 'Port to listen on. 0 takes a free one.',
        }),
        baseUrl: Type.String({
          default: '',
          pattern: '^(https?://[^/]+(/.*[^/])?)?$',
          env: 'BASE_URL',
          expected: 'an address without a slash at the end, such as https://example.org',
          description: 'Public address of the site, without a slash at the end. Empty: http:// with host and port.',
        }),
        trustProxy: Type.Integer({ default: 0, minimum: 0, maximum: 9, description: 'How many reverse proxies stand in front.' }),
      },
      { additionalProperties: false, default: {} },
    ),
    dataDir: Type.String({
      default: './data',
      minLength: 1,
      env: 'DATA_DIR',
      expected: 'the name of a folder',
      description: 'Folder for database, media, caches and keys.',
    }),
    databaseUrl: Type.String({
      default: '',
      pattern: '^(postgres(ql)?://.+)?$',
      env: 'DATABASE_URL',
      expected: 'an address such as postgres://user:password@host/database',
      description: 'postgres://… moves the database to PostgreSQL. Empty: SQLite in the data folder.',
    }),
    redisUrl: Type.String({
      default: '',
      pattern: '^(rediss?://.+)?$',
      env: 'REDIS_URL',
      expected: 'an address such as redis://host:6379',
      description: 'redis://… shares rate limits and live updates between processes. Empty: kept in the process.',
    }),
    siteKey: Type.String({
      default: '',
      env: 'SITE_KEY',
      secret: true,
      description:
        'Private Ed25519 key (PKCS#8 PEM) that signs the ledger, for sites of several machines. Empty: keys/site.pem in the data folder.',
    }),
    allowPrivateAddresses: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      env: 'ALLOW_PRIVATE_ADDRESSES',
      description: 'Hosts (or host:port) that the site may fetch from although their addresses are private.',
    }),
    smtp: Type.Object(
      {
        url: Type.String({
          default: '',
          pattern: '^(smtps?://.+)?$',
          expected: 'an address such as smtp://user:password@host:587',
          description: 'smtp://user:password@host:587. Empty: no mail is sent.',
        }),
        from: Type.String({ default: '', description: 'Sender of the mails: Tributary <no-reply@example.org>.' }),
      },
      { additionalProperties: false, default: {} },
    ),
    media: Type.Object(
      {
        cacheMegabytes: Type.Integer({ default: 512, minimum: 1, description: 'Room for pictures of other sites; the oldest go first.' }),
        uploadMegabytes: Type.Integer({ default: 10, minimum: 1, maximum: 100, description: 'Largest picture a member may upload.' }),
        archiveMegabytes: Type.Integer({
          default: 1000,
          minimum: 1,
          maximum: 100_000,
          description: 'Largest archive from elsewhere that a member may bring. It lies on the disk until its entries are in.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    plugins: Type.Object(
      {
        install: Type.Union([Type.Literal('on'), Type.Literal('off')], {
          default: 'on',
          description: 'on or off: whether admins may install, update and remove plugins in the browser.',
        }),
        installTrusted: Type.Union([Type.Literal('on'), Type.Literal('off')], {
          default: 'off',
          description: 'on or off: whether they may install plugins there that run inside the site and can do all that it can.',
        }),
        allowUnsigned: Type.Union([Type.Literal('on'), Type.Literal('off')], {
          default: 'off',
          description: 'on or off: whether they may install packages there that nobody signed.',
        }),
        indexes: Type.Array(Type.String({ pattern: '^https?://\\S+( +ed25519:[\\w-]{43})+$' }), {
          default: [],
          expected: 'a list of addresses, each followed by the keys it is signed with: https://example.org/index.json ed25519:…',
          description: 'Indexes of plugins: the address of each, a space, and the public keys it is signed with.',
        }),
        minimumAgeHours: Type.Integer({
          default: 48,
          minimum: 0,
          maximum: 8760,
          description: 'How long a version must be out before it is suggested as an update.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    backup: Type.Object(
      {
        folder: Type.String({
          default: '',
          expected: 'the name of a folder',
          description: 'Folder for backups, best on another disk. Empty: backups in the data folder.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    jobs: Type.Object(
      {
        workers: Type.Integer({ default: 1, minimum: 1, maximum: 16, description: 'Threads that parse and sanitise feeds.' }),
        fetches: Type.Integer({ default: 8, minimum: 1, maximum: 64, description: 'Sources fetched at the same time.' }),
      },
      { additionalProperties: false, default: {} },
    ),
    log: Type.Object(
      {
        level: Type.Union(
          [Type.Literal('silent'), Type.Literal('error'), Type.Literal('warn'), Type.Literal('info'), Type.Literal('debug')],
          { default: 'info', description: 'silent, error, warn, info or debug.' },
        ),
      },
      { additionalProperties: false, default: {} },
    ),
    settings: fixedSettingsSchema,
  },
  { additionalProperties: false },
)

export type ConfigValues = Static<typeof configSchema>

/** The checked options and what follows from them. */
export interface Config extends Readonly<ConfigValues> {
  /** Folder of the program: plugins, themes and migrations are found from here. */
  readonly root: string
  /** Where options were set, by `/http/port`: the name of a variable or of a file. */
  readonly origins: Readonly<Record<string, string>>
  /** The configuration file that was looked for, whether it is there or not. */
  readonly file: string
}
