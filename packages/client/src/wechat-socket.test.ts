import { expect, test, vi } from 'vitest';
import { wechatSocket } from './wechat-socket.ts';
import type { WeChatSocketTask, WeChatSockets } from './wechat-socket.ts';

/** A mini program whose socket is in the hand of the test. */
function openSocket() {
  const listeners: Partial<Record<'open' | 'message' | 'close' | 'error', (told: never) => void>> = {};
  const task = {
    onOpen: (listener: (told: never) => void) => void (listeners.open = listener),
    onMessage: (listener: (told: never) => void) => void (listeners.message = listener),
    onClose: (listener: (told: never) => void) => void (listeners.close = listener),
    onError: (listener: (told: never) => void) => void (listeners.error = listener),
    send: vi.fn(),
    close: vi.fn(),
  };
  const connectSocket = vi.fn((): WeChatSocketTask => task);
  const events = { onOpen: vi.fn(), onMessage: vi.fn(), onClose: vi.fn() };
  const wx: WeChatSockets = { connectSocket };
  const open = wechatSocket(wx, () => ({ authorization: 'Bearer t' }));
  const socket = open('wss://shop.example/ws/buyer', ['v12.stomp'], events);
  const tell = (what: keyof typeof listeners, told?: object) => listeners[what]?.(told as never);
  return { socket, task, events, connectSocket, tell };
}

test('asks for its protocol, and says who it is in the handshake', () => {
  expect(openSocket().connectSocket).toHaveBeenCalledExactlyOnceWith({
    url: 'wss://shop.example/ws/buyer',
    protocols: ['v12.stomp'],
    header: { authorization: 'Bearer t' },
    fail: expect.any(Function) as () => void,
  });
});

test('tells what the socket tells, from the first moment', () => {
  const { events, tell } = openSocket();
  tell('open');
  tell('message', { data: 'CONNECTED' });
  tell('close', { code: 3500, reason: 'logged_out' });
  expect(events.onOpen).toHaveBeenCalledOnce();
  expect(events.onMessage).toHaveBeenCalledExactlyOnceWith('CONNECTED');
  expect(events.onClose).toHaveBeenCalledExactlyOnceWith(3500, 'logged_out');
});

test('takes an error for the end: of a handshake that failed nothing else is told', () => {
  const { events, task, tell } = openSocket();
  tell('error');
  expect(task.close).toHaveBeenCalledOnce();
  expect(events.onClose).toHaveBeenCalledExactlyOnceWith(1006, '');
});

test('takes a socket that WeChat does not even make for ended: too many, or a domain that is not declared', () => {
  const { events, connectSocket } = openSocket();
  const [[{ fail }]] = connectSocket.mock.calls as unknown as [[{ fail: () => void }]];
  fail();
  expect(events.onClose).toHaveBeenCalledExactlyOnceWith(1006, '');
});

test('sends an ArrayBuffer that holds the bytes and nothing around them', () => {
  const { socket, task } = openSocket();
  socket.send(new Uint8Array([9, 1, 2, 9]).subarray(1, 3));
  const [[{ data }]] = task.send.mock.calls as [[{ data: ArrayBuffer }]];
  expect([...new Uint8Array(data)]).toEqual([1, 2]);
});
