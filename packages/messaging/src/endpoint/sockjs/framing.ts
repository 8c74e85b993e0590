import { joinMessages } from './frames.ts';

/** Transports whose messages come down over HTTP, by the names that sockjs-client gives them. */
type HttpTransportName = 'xhr-polling' | 'xhr-streaming' | 'eventsource' | 'htmlfile' | 'jsonp-polling';

/** How one transport puts SockJS frames into the body of an HTTP response. */
export interface Framing {
  readonly name: HttpTransportName;
  readonly contentType: string;
  /** Whether a response goes on after its first frame. */
  readonly isStreaming: boolean;
  /** Sent ahead of the frames, so that browsers hand on what follows at once. */
  readonly prelude: string;
  frame(frame: string): Buffer;
  messages(quoted: readonly Buffer[]): Buffer;
}

/** sockjs-protocol, XhrStreaming.test_transport: 2 KiB of `h`. */
const XHR_PRELUDE = `${'h'.repeat(2048)}\n`;
/** sockjs-protocol, HtmlFile.test_transport: above 1 KiB, or old browsers wait for more. */
const HTMLFILE_PRELUDE_LENGTH = 1024;

/** sockjs-protocol, XhrPolling. */
export const xhrPolling: Framing = plain({
  name: 'xhr-polling',
  contentType: 'application/javascript; charset=UTF-8',
  isStreaming: false,
  prelude: '',
  head: '',
  tail: '\n',
});

/** sockjs-protocol, XhrStreaming. */
export const xhrStreaming: Framing = plain({
  name: 'xhr-streaming',
  contentType: 'application/javascript; charset=UTF-8',
  isStreaming: true,
  prelude: XHR_PRELUDE,
  head: '',
  tail: '\n',
});

/** sockjs-protocol, EventSource. JSON leaves no line break that could end the event early. */
export const eventSource: Framing = plain({
  name: 'eventsource',
  contentType: 'text/event-stream; charset=UTF-8',
  isStreaming: true,
  prelude: '\r\n',
  head: 'data: ',
  tail: '\r\n\r\n',
});

/** sockjs-protocol, HtmlFile: each frame is a script that calls the page. `callback` must have been checked. */
export function htmlFile(callback: string): Framing {
  const page = htmlFilePage(callback);
  return scripted({
    name: 'htmlfile',
    contentType: 'text/html; charset=UTF-8',
    isStreaming: true,
    prelude: `${page}${' '.repeat(Math.max(HTMLFILE_PRELUDE_LENGTH - page.length, 0))}\r\n\r\n`,
    head: '<script>\np(',
    tail: ');\n</script>\r\n',
  });
}

/** sockjs-protocol, JsonPolling. `callback` must have been checked. */
export function jsonp(callback: string): Framing {
  return scripted({
    name: 'jsonp-polling',
    contentType: 'application/javascript; charset=UTF-8',
    isStreaming: false,
    prelude: '',
    head: `${callback}(`,
    tail: ');\r\n',
  });
}

interface Wrapping extends Omit<Framing, 'frame' | 'messages'> {
  readonly head: string;
  readonly tail: string;
}

function plain({ head, tail, ...framing }: Wrapping): Framing {
  return {
    ...framing,
    frame: (frame) => Buffer.from(`${head}${frame}${tail}`),
    messages: (quoted) => joinMessages(quoted, head, tail),
  };
}

function scripted({ head, tail, ...framing }: Wrapping): Framing {
  const wrap = (frame: string): Buffer => Buffer.from(`${head}${toScriptString(frame)}${tail}`);
  return {
    ...framing,
    frame: wrap,
    messages: (quoted) => wrap(joinMessages(quoted, '', '').toString('utf8')),
  };
}

/** As JSON, in which nothing a message says can end the script around it. */
function toScriptString(text: string): string {
  return JSON.stringify(text).replaceAll('<', '\\u003c');
}

function htmlFilePage(callback: string): string {
  return `<!doctype html>
<html><head>
  <meta http-equiv="X-UA-Compatible" content="IE=edge" />
  <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
</head><body><h2>Don't panic!</h2>
  <script>
    document.domain = document.domain;
    var c = parent.${callback};
    c.start();
    function p(d) {c.message(d);};
    window.onload = function() {c.stop();};
  </script>`;
}
