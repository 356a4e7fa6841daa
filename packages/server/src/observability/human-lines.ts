import { Writable } from 'node:stream'

/**
 * Turns JSON log lines into lines for a person at a terminal, for the demo. Everybody else reads the JSON.
 *
 *     12:00:01  info   GET /readyz 200 4 ms
 */
export function humanLines(target: NodeJS.WritableStream): Writable {
  let rest = ''
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      const text = lines.map((line) => `${humanLine(line)}\n`).join('')
      if (text === '') done()
      else target.write(text, () => done())
    },
  })
}

/** One line. What is no log line, because something else wrote it, stays as it is. */
export function humanLine(json: string): string {
  const line = parse(json)
  if (line === undefined) return json
  const time = String(line['time']).slice(11, 19)
  const level = String(line['level']).padEnd(5)
  return `${time}  ${level}  ${summary(line)}`
}

function summary(line: Record<string, unknown>): string {
  const { method, path, status, duration_ms: durationMs, msg, err } = line
  if (method !== undefined && status !== undefined) {
    const slow = line['level'] === 'warn' ? `  ${msg}` : ''
    return `${method} ${path} ${status} ${durationMs} ms${slow}`
  }
  return isRecord(err) ? `${msg}: ${err['message']}` : String(msg)
}

function parse(json: string): Record<string, unknown> | undefined {
  try {
    const line: unknown = JSON.parse(json)
    return isRecord(line) && 'level' in line ? line : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
