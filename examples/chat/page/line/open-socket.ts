import type { IStompSocket } from '@stomp/stompjs';
import SockJS from 'sockjs-client';
import { isPlain } from './way.ts';
import type { Way } from './way.ts';

/** What stompjs talks over: a WebSocket, or sockjs-client by a transport of its own choice or of ours. */
export function openSocket(way: Way): IStompSocket {
  if (isPlain(way.path)) {
    return new WebSocket(`${location.origin.replace(/^http/, 'ws')}${way.path}`, ['v12.stomp']);
  }
  return new SockJS(way.path, null, way.transport === 'auto' ? {} : { transports: [way.transport] });
}

/** Which transport a socket ended up with. */
export function transportOf(socket: IStompSocket | undefined): string {
  return (socket as { transport?: string } | undefined)?.transport ?? 'websocket';
}
