/** The paths that the server opens; the last one is a plain WebSocket, the others are SockJS. */
export const PATHS = ['/ws/stomp/tm', '/stomp/websocketJS', '/stomp/websocket'] as const;
/** What sockjs-client may use; `auto` is whichever works first. */
export const TRANSPORTS = ['auto', 'websocket', 'xhr-streaming', 'xhr-polling'] as const;

/** How the page reaches the server. */
export interface Way {
  path: (typeof PATHS)[number];
  transport: (typeof TRANSPORTS)[number];
}

export const USUAL_WAY: Way = { path: '/ws/stomp/tm', transport: 'auto' };

export function isPlain(path: Way['path']): boolean {
  return path === '/stomp/websocket';
}
