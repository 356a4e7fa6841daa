import type { Finding } from '../repository/finding.ts'
import type { ApiDoor } from './read-api.ts'

/** Every public name, and every method of a public class, says in a sentence what it is for. */
export function checkApi(doors: readonly ApiDoor[]): Finding[] {
  const findings = doors.flatMap(({ name: door, exports }) =>
    exports.flatMap((exported) => [
      ...without(exported, `"${exported.name}" of ${door}`),
      ...exported.members.flatMap((member) =>
        without(member, `"${exported.name}.${member.name}" of ${door}`),
      ),
    ]),
  )
  // What several sub-paths export is said once.
  return findings.filter(
    ({ file, line }, index) =>
      findings.findIndex((other) => other.file === file && other.line === line) === index,
  )
}

function without(
  { file, line, text }: { readonly file: string; readonly line: number; readonly text: string },
  what: string,
): Finding[] {
  if (text !== '') return []
  return [{ file, line, message: `${what} is public and has no TSDoc sentence. Say what it is for.` }]
}
