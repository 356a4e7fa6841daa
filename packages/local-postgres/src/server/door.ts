import { readSync, rmSync, writeFileSync } from 'node:fs'
import type { DataFolder } from '../data-folder/data-folder.ts'
import type { Lease } from '../data-folder/lease.ts'
import { goodbyeAnswer, isGoodbye } from '../data-folder/membership.ts'
import { systemErrorCode } from '../errors/system-error.ts'

const lookEveryMs = 50

export type Door = {
  /** Aborted when the last user has left or died. The door stays closed from then on. */
  readonly everyoneLeft: AbortSignal
}

/**
 * The keeper's end of the lease: sees users leave.
 *
 * It looks twenty times a second, with a read that never blocks and answers one of three things: words
 * (somebody is there), nothing yet (they are silent), end of file (nobody holds a writing end). An event
 * would be quicker, but the end of file has to be believed twice, with the door closed in between, and
 * kernels differ in what they report the second time.
 */
export function watchDoor(folder: DataFolder, lease: Lease, reader: number): Door {
  const everyoneLeft = new AbortController()
  let goodbyes: string[] = []
  const timer = setInterval(() => {
    const heard = listen(reader)
    if (heard.isEnd) {
      // Somebody may slip in between the look and the closing of the door, so look again (see `enter` in
      // lease.ts).
      createOnce(lease.closedDoor)
      const again = listen(reader)
      if (again.isEnd) {
        clearInterval(timer)
        everyoneLeft.abort()
        return
      }
      heard.words.push(...again.words)
      rmSync(lease.closedDoor, { force: true })
    }
    // Answered one look later: whoever merely tested whether we live has gone by then.
    for (const name of goodbyes) createOnce(goodbyeAnswer(folder, name))
    goodbyes = heard.words.filter(isGoodbye)
  }, lookEveryMs)
  return { everyoneLeft: everyoneLeft.signal }
}

// Exclusively: the keeper may be root and the folder another user's, who could have put a link there.
function createOnce(path: string): void {
  rmSync(path, { force: true })
  writeFileSync(path, '', { flag: 'wx', mode: 0o600 })
}

function listen(reader: number): { words: string[]; isEnd: boolean } {
  const buffer = Buffer.alloc(64 * 1024)
  let text = ''
  for (;;) {
    const length = readOrNull(reader, buffer)
    if (length === null || length === 0)
      return { words: text.split('\n').filter(Boolean), isEnd: length === 0 }
    text += buffer.toString('latin1', 0, length)
  }
}

function readOrNull(reader: number, buffer: Buffer): number | null {
  try {
    return readSync(reader, buffer)
  } catch (error) {
    if (systemErrorCode(error) === 'EAGAIN') return null
    throw error
  }
}
