import { posix } from 'node:path'
import type { Finding } from '../repository/finding.ts'
import type { Manifest } from '../repository/manifests.ts'
import { exists, type Repository } from '../repository/repository.ts'
import type { Document } from './read-document.ts'
import { isShell, shellCommands } from './shell-commands.ts'

/** The commands of npm and pnpm themselves; every other word is a script or a program that must exist. */
const ofNpm = [
  'install',
  'i',
  'ci',
  'add',
  'exec',
  'init',
  'pack',
  'publish',
  'login',
  'view',
  'audit',
  'ls',
  'pkg',
]
const scriptsByName = ['test', 'start', 'stop', 'restart']

/** What a shell block may start besides the scripts of the packages. */
export interface Commands {
  readonly repository: Repository
  readonly manifests: readonly Manifest[]
  /** Programs that the installed packages bring: the names in `node_modules/.bin`. */
  readonly installedPrograms: readonly string[]
}

/** Every `npm`, `pnpm`, `npx` and `node` command of a shell block, and every program of ours, exists. */
export function checkCommands(documents: readonly Document[], commands: Commands): Finding[] {
  return documents.flatMap(({ file, blocks }) =>
    blocks
      .filter(({ language }) => isShell(language))
      .flatMap(({ code, language, line }) =>
        shellCommands(code, language).flatMap((command) => {
          const message = refuse(command.words, file, commands)
          return message === undefined ? [] : [{ file, line: line + command.line, message }]
        }),
      ),
  )
}

function refuse(words: readonly string[], file: string, commands: Commands): string | undefined {
  const [program = '', ...args] = words
  const command = `"${words.join(' ')}"`
  if (program === 'npm' || program === 'pnpm') return refuseNpm(command, args, file, commands)
  if (program === 'npx') return refuseNpx(command, args, commands)
  if (program === 'node') {
    const script = args.find((arg) => !arg.startsWith('-'))
    return script === undefined || isFile(script, file, commands)
      ? undefined
      : `${command}: there is no file ${script}.`
  }
  if (program.startsWith('./')) {
    return isFile(program, file, commands) ? undefined : `${command}: there is no file ${program}.`
  }
  if (program.startsWith('evenkeel')) {
    return ownPrograms(commands).includes(program)
      ? undefined
      : `${command}: no package of ours has a program ${program}.`
  }
  return undefined
}

function refuseNpm(
  command: string,
  args: readonly string[],
  file: string,
  { manifests }: Commands,
): string | undefined {
  const [verb = '', ...rest] = args.filter((arg) => !arg.startsWith('-'))
  if (ofNpm.includes(verb)) return undefined
  const script = verb === 'run' ? (rest[0] ?? '') : verb
  if (verb !== 'run' && !scriptsByName.includes(verb)) {
    return `${command}: npm has no command "${verb}" that we know of. Write "npm run ${verb}"?`
  }
  const scripts = manifests
    .filter(({ folder }) => folder === '' || file.startsWith(`${folder}/`))
    .flatMap((manifest) => Object.keys(manifest.scripts))
  return scripts.includes(script)
    ? undefined
    : `${command}: neither the root nor this document's package has a script "${script}".`
}

function refuseNpx(command: string, args: readonly string[], commands: Commands): string | undefined {
  const fromPackage = args.findIndex((arg) => arg === '-p' || arg === '--package')
  const rest = args.filter((arg, index) => !arg.startsWith('-') && index !== fromPackage + 1)
  const program = (fromPackage === -1 ? args.find((arg) => !arg.startsWith('-')) : rest[0]) ?? ''
  const name = program.replace(/(?<=.)@[^/]*$/, '')
  const known = [...ownPrograms(commands), ...commands.installedPrograms]
  return known.includes(name)
    ? undefined
    : `${command}: there is no program "${name}" in our packages or in node_modules.`
}

function ownPrograms({ manifests }: Commands): string[] {
  return manifests.flatMap((manifest) => Object.keys(manifest.bin))
}

/** A command in a document is typed at the root of the repository, or beside the document. */
function isFile(path: string, document: string, { repository }: Commands): boolean {
  return [posix.normalize(path), posix.join(posix.dirname(document), path)].some((candidate) =>
    exists(repository, candidate),
  )
}
