// Loaded before a task (`node --import`). Ends it when the process that started it is gone; see hand-over.mjs.
import { Socket } from 'node:net'

const fd = process.env['EVENKEEL_LIFELINE']
// Children of the task inherit the environment but not the pipe: their descriptor 3 is something else.
delete process.env['EVENKEEL_LIFELINE']

if (fd !== undefined) {
  const pipe = new Socket({ fd: Number(fd), readable: true, writable: false })
  pipe.unref()
  pipe.on('error', () => {})
  pipe.once('close', () => process.kill(process.pid, 'SIGTERM'))
  pipe.resume()
}
