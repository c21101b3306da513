import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { checkPassword, passwordLength } from '../../../core/passwords/check-password.ts'
import { hashPassword, isPassword, noPassword } from '../../../core/passwords/password.ts'
import ratePassword from '../../../core/passwords/rate-password.ts'
import { makeSite, root } from '../../../core/testing/make-site.ts'

t.test('weak passwords are refused with the reason', async t => {
  const site = await makeSite(t)
  const about = ['marguerite', 'marguerite@example.org']
  const weak: [string, RegExp][] = [
    ['short', /at least 10/],
    ['x'.repeat(201), /at most 200/],
    ['password123', /leaked/],
    ['qwertyuiop', /leaked|keyboard/],
    ['aaaaaaaaaaaaaaa', /again and again|easy to guess/],
    ['abcdefghijklm', /Sequences|leaked/],
    ['marguerite9', /your name/],
    ['tributary1', /name of this site/],
  ]
  for (const [password, reason] of weak) {
    await t.rejects(checkPassword(site, { password, about }), { code: 'invalid', problems: { password: reason } }, password.slice(0, 20))
  }
  await checkPassword(site, { password: 'seven quiet herons wade', about })
  await checkPassword(site, { password: `${'Ünïcödé '.repeat(20)}!`, about })
})

t.test('the problem stands under the field that was asked for', async t => {
  const site = await makeSite(t)
  await t.rejects(checkPassword(site, { password: 'short', about: [] }, 'newPassword'), {
    code: 'invalid',
    problems: { newPassword: /10/ },
  })
})

t.test('the first thousands of leaked passwords are refused', async t => {
  const file = join(root, '../shared/corpora/passwords/src/passwords.json')
  if (!existsSync(file)) return t.comment('../shared/corpora/passwords is not here')
  const leaked = (JSON.parse(readFileSync(file, 'utf8')) as string[]).slice(0, 10_000)
  const accepted = leaked.filter(
    password => password.length >= passwordLength.minLength && ratePassword({ password, about: [] }).score >= 3,
  )
  t.same(accepted, [])
})

t.test('a password is kept as a hash of its own and recognised again', async t => {
  const hash = await hashPassword('seven quiet herons wade')
  t.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  t.not(hash, await hashPassword('seven quiet herons wade'))
  t.equal(await isPassword('seven quiet herons wade', hash), true)
  t.equal(await isPassword('seven quiet herons wadE', hash), false)
  t.equal(await isPassword('caf\u00e9 und kuchen', await hashPassword('cafe\u0301 und kuchen')), true, 'however the keyboard writes it')
})

t.test('nobody can sign in where there is no password', async t => {
  t.equal(await isPassword('', undefined), false)
  t.equal(await isPassword(noPassword, noPassword), false)
})
