import type { Finding } from '../repository/finding.ts'

const required = ['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']

/** What has no business in a published package, by path. */
const strangers = [
  { pattern: /(^|\/)tests?\/|\.test\.[cm]?[jt]s/, what: 'a test' },
  { pattern: /(^|\/)(node_modules|coverage|\.evenkeel)\//, what: 'a leftover of development' },
  {
    pattern: /(^|\/)(\.env(\..+)?|\.npmrc|[^/]+\.(pem|key|p12|log|tgz))$/,
    what: 'a file that often holds secrets',
  },
]

const secrets = [
  { pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/]{16}/, what: 'a private key' },
  {
    pattern: /\b(?:npm_[A-Za-z0-9]{36}|gh[pousr]_[A-Za-z0-9]{36}|AKIA[A-Z0-9]{16})\b/,
    what: 'an access token',
  },
  {
    pattern: /\bpostgres(?:ql)?:\/\/[^\s:@/]+:(?!secret@|password@|\$)[^\s@/'"`<>]{8,}@(?!127\.|localhost)/,
    what: 'a password',
  },
]

/** Judges the files of one package by path and text. */
export function checkContents(name: string, files: ReadonlyMap<string, string>): Finding[] {
  const finding = (file: string, message: string): Finding => ({ file: `${name}/${file}`, message })
  return [
    ...required
      .filter((path) => !files.has(path))
      .map((path) => finding(path, 'is missing from the tarball.')),
    ...(files.get('package.json')?.includes('@evenkeel/source')
      ? [finding('package.json', 'points at our source. Strip the condition by publishConfig.exports.')]
      : []),
    ...[...files].flatMap(([path, text]) => [
      ...strangers
        .filter(({ pattern }) => pattern.test(path))
        .map(({ what }) => finding(path, `is ${what}. Leave it out by "files".`)),
      ...secrets
        .filter(({ pattern }) => pattern.test(text))
        .map(({ what }) => finding(path, `holds ${what}. Take it out, and replace it wherever it is used.`)),
    ]),
  ]
}
