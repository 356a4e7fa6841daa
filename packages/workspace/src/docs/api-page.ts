import type { ApiDoor, ApiExport } from './read-api.ts'

export const apiFolder = 'docs/reference/api'

const origin = '<!-- Generated from the TSDoc of the source. Change it there, and run: npm run generate -->'

/** The file of a sub-path's page: `ledger-money.md` for `@evenkeel/ledger/money`. */
export function apiPageName(door: ApiDoor): string {
  return `${door.name.replace('@evenkeel/', '').replaceAll('/', '-')}.md`
}

/** One sub-path on one page: the signature of each name, what its TSDoc says, and its examples. */
export function apiPage(door: ApiDoor): string {
  const sections = door.exports.map((exported) => section(door, exported))
  return [`# \`${door.name}\``, origin, ...sections].join('\n\n').concat('\n')
}

/** The list of the pages. */
export function apiIndex(doors: readonly ApiDoor[]): string {
  const rows = doors.map((door) => `| [\`${door.name}\`](${apiPageName(door)}) | ${door.exports.length} |`)
  return [
    '# API reference',
    origin,
    'One page for each sub-path, with every name it exports. Start with the [guides](../../README.md#guides).',
    ['| sub-path | names |', '| --- | --- |', ...rows].join('\n'),
  ]
    .join('\n\n')
    .concat('\n')
}

function section(door: ApiDoor, { name, signature, text, examples, members }: ApiExport): string {
  const told = members.flatMap((member) => [
    `**\`${name}.${member.name}\`** ${prose(member.text)}`,
    ...member.examples.map((example) => block(door, example)),
  ])
  return [
    `## ${name}`,
    prose(text),
    `\`\`\`ts no-check="a signature"\n${signature}\n\`\`\``,
    ...examples.map((example) => block(door, example)),
    ...told,
  ].join('\n\n')
}

/** It is compiled where its package stands, with everything that the package's own code finds there. */
function block({ folder }: ApiDoor, example: string): string {
  return `\`\`\`ts in="${folder}"\n${example}\n\`\`\``
}

/** A link of TSDoc to another name becomes that name: it is on the same page, or known from there. */
function prose(text: string): string {
  return text.replace(/\{@link\s+([^}\s]+)[^}]*\}/g, '`$1`')
}
