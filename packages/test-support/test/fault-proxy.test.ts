import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FaultProxy, faultProxy, waitFor } from '../src/index.ts'
import { type EchoClient, type EchoServer, echoClient, echoServer } from './support/echo-server.ts'

let server: EchoServer
let proxy: FaultProxy
let client: EchoClient

beforeEach(async () => {
  server = await echoServer()
  proxy = await faultProxy({ port: server.port })
  client = echoClient(proxy.port)
  await waitFor(() => proxy.openConnections === 1)
})

afterEach(async () => {
  client.socket.destroy()
  await proxy.close()
  await server.close()
})

it('passes everything on and counts it', async () => {
  client.socket.write('hello')
  await waitFor(() => client.received() === 'hello!')

  expect(server.received()).toBe('hello')
  expect(proxy.bytesToServer).toBe(5)
  expect(proxy.bytesToClient).toBe(6)
  expect(proxy.connections).toBe(1)
  expect(proxy.openConnections).toBe(1)
})

it('passes the end of a connection on to the other side', async () => {
  client.socket.end('bye')

  await waitFor(() => client.state() === 'closed')
  await waitFor(() => proxy.openConnections === 0)
  expect(client.received()).toBe('bye!')
})

it('resets open connections and lets new ones through', async () => {
  proxy.dropConnections()
  await waitFor(() => client.state() === 'ECONNRESET')

  const second = echoClient(proxy.port)
  second.socket.write('again')
  await waitFor(() => second.received() === 'again!')
  second.socket.destroy()
})

it('refuses new connections and leaves the open one alone', async () => {
  proxy.refuseConnections()

  const second = echoClient(proxy.port)
  await waitFor(() => second.state() === 'ECONNRESET')
  client.socket.write('still here')
  await waitFor(() => client.received() === 'still here!')
})

it('delays every chunk each way', async () => {
  const delayMs = 40
  proxy.delay(delayMs)
  const start = performance.now()

  client.socket.write('slow')
  await waitFor(() => client.received() === 'slow!')

  // Node's timers may fire a millisecond early.
  expect(performance.now() - start).toBeGreaterThanOrEqual(2 * (delayMs - 1))
})

it('cuts the way to the server after the bytes it was told to pass', async () => {
  proxy.cutAfter(3, 'to-server')

  client.socket.write('abcdef')

  await waitFor(() => client.state() !== 'open')
  await waitFor(() => server.received() === 'abc')
  expect(proxy.bytesToServer).toBe(6)
})

it('cuts the way to the client in the middle of a reply', async () => {
  proxy.cutAfter(6, 'to-client')

  client.socket.write('one')
  await waitFor(() => client.received() === 'one!')
  client.socket.write('two')

  await waitFor(() => client.state() !== 'open')
  expect(client.received()).toBe('one!tw')
  expect(server.received()).toBe('onetwo')
})

it('swallows replies while requests arrive', async () => {
  proxy.swallowReplies()

  client.socket.write('anybody?')
  await waitFor(() => proxy.bytesToClient === 'anybody?!'.length)

  expect(server.received()).toBe('anybody?')
  expect(client.received()).toBe('')
  expect(client.state()).toBe('open')
})

it('loses the reply to the request it was told of, and only that', async () => {
  proxy.loseReplyTo('COMMIT')
  client.socket.write('INSERT')
  await waitFor(() => client.received() === 'INSERT!')

  // The word arrives in two pieces, as it may on a real network.
  client.socket.write('COM')
  await waitFor(() => client.received() === 'INSERT!COM!')
  client.socket.write('MIT')

  await waitFor(() => client.state() === 'ECONNRESET')
  expect(server.received()).toBe('INSERTCOMMIT')
  expect(client.received()).toBe('INSERT!COM!')
})

it('delivers held requests after their client is gone', async () => {
  proxy.holdRequests()
  client.socket.write('late')
  await waitFor(() => proxy.bytesToServer === 4)

  proxy.dropClients()
  await waitFor(() => client.state() === 'ECONNRESET')
  expect(server.received()).toBe('')
  proxy.deliverHeld()

  await waitFor(() => server.received() === 'late')
  await waitFor(() => proxy.openConnections === 0)
})

it('delivers what it held, in order, when it goes back to normal', async () => {
  proxy.holdRequests()
  client.socket.write('first,')
  await waitFor(() => proxy.bytesToServer === 6)

  proxy.restore()
  client.socket.write('second')

  await waitFor(() => server.received() === 'first,second')
})
