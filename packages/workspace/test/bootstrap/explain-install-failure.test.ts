import { expect, it } from 'vitest'
import { explainInstallFailure } from '../../bootstrap/explain-install-failure.mjs'

it.each([
  ['ERR_PNPM_ENOSPC  ENOSPC: no space left on device, write', /^The disk is full/],
  [
    'npm error network request to https://registry.example/pnpm failed, reason: ECONNREFUSED',
    /^The package registry cannot be reached/,
  ],
  [
    'ERR_PNPM_META_FETCH_FAIL  GET https://registry.example/zod: getaddrinfo EAI_AGAIN',
    /^The package registry cannot be reached/,
  ],
  ['ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"', /^pnpm-lock.yaml does not match/],
  ["EACCES: permission denied, mkdir '/srv/evenkeel/node_modules'", /^A file or folder cannot be written/],
  ['npm error code SELF_SIGNED_CERT_IN_CHAIN', /^The registry's certificate is not trusted/],
])('explains %s', (output, sentence) => {
  expect(explainInstallFailure(output)).toMatch(sentence)
})

it('tells a disk that filled up during a broken download as a full disk', () => {
  expect(explainInstallFailure('ECONNRESET\nENOSPC: no space left on device')).toMatch(/^The disk is full/)
})

it('points at the output when the cause is not known', () => {
  expect(explainInstallFailure('something new')).toBe(
    'Installing failed for the reason above. Nothing was started.',
  )
})
