/**
 * The causes people really meet, each with what to do. The first that matches the installer's output wins, so a disk
 * that filled up during a download is told as a full disk.
 * @type {readonly { when: RegExp, say: string }[]}
 */
const causes = [
  {
    when: /ENOSPC|no space left/i,
    say: 'The disk is full. The packages need about 1 GB: free some space, then run the same command again.',
  },
  {
    when: /ERR_PNPM_OUTDATED_LOCKFILE/,
    say: 'pnpm-lock.yaml does not match a package.json. Run "npx pnpm install", and commit the lockfile with the change.',
  },
  {
    when: /EACCES|EPERM|EROFS/,
    say: 'A file or folder cannot be written. Look at the path above: it often belongs to another user after a run with sudo.',
  },
  {
    when: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|META_FETCH_FAIL|network/i,
    say: 'The package registry cannot be reached. Check the connection and the proxy, and "npm config get registry"; then run the same command again: what is already here is kept.',
  },
  {
    when: /CERT_|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/,
    say: 'The registry\'s certificate is not trusted. Behind a company proxy, give npm its certificate: "npm config set cafile <file>".',
  },
]

/**
 * @param {string} output what the installer printed
 * @returns {string} one sentence on what happened and one on what to do
 */
export function explainInstallFailure(output) {
  const known = causes.find(({ when }) => when.test(output))
  return known?.say ?? 'Installing failed for the reason above. Nothing was started.'
}
