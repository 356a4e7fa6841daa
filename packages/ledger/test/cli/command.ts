import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** Runs the program as a shell would, with nothing of our own environment but where things are. */
export function evenkeelLedger(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Promise<Outcome> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const options = { env: { PATH, NODE_COMPILE_CACHE, ...environment } }
  return new Promise((resolve) => {
    execFile(process.execPath, [...nodeOptions, main, ...words], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}
