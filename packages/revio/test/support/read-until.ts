/** Reads a stream until its text matches, and answers the text so far. */
export async function readUntil(stream: AsyncIterable<unknown>, pattern: RegExp): Promise<string> {
  let text = ''
  for await (const chunk of stream) {
    text += String(chunk)
    if (pattern.test(text)) return text
  }
  throw new Error(`The output ended without ${pattern}:\n${text}`)
}
