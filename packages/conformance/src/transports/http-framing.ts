/** How a SockJS transport over HTTP asks for frames, and how it finds them in what comes. */
export interface HttpFraming {
  readonly method: 'GET' | 'POST';
  readonly resource: string;
  readonly sendResource: 'xhr_send' | 'jsonp_send';
  /** The frames that are complete, and the rest of the text. */
  readonly split: (text: string) => { frames: string[]; rest: string };
}

/** By the names that sockjs-client gives them. */
export const HTTP_FRAMINGS: Readonly<Record<string, HttpFraming>> = {
  'xhr-polling': { method: 'POST', resource: 'xhr', sendResource: 'xhr_send', split: splitLines },
  'xhr-streaming': { method: 'POST', resource: 'xhr_streaming', sendResource: 'xhr_send', split: splitLines },
  eventsource: { method: 'GET', resource: 'eventsource', sendResource: 'xhr_send', split: splitEvents },
  htmlfile: { method: 'GET', resource: 'htmlfile?c=f', sendResource: 'xhr_send', split: splitScripts },
  'jsonp-polling': { method: 'GET', resource: 'jsonp?c=f', sendResource: 'jsonp_send', split: splitCalls },
};

function splitLines(text: string): { frames: string[]; rest: string } {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  // The prelude of xhr-streaming is one long line of `h`.
  return { frames: lines.filter((line) => !line.startsWith('hh')), rest };
}

function splitEvents(text: string): { frames: string[]; rest: string } {
  const events = text.split('\r\n\r\n');
  const rest = events.pop() ?? '';
  return { frames: events.map((event) => event.trimStart().replace(/^data: /, '')), rest };
}

function splitScripts(text: string): { frames: string[]; rest: string } {
  return splitBy(text, /<script>\np\((".*?")\);\n<\/script>\r\n/g);
}

function splitCalls(text: string): { frames: string[]; rest: string } {
  return splitBy(text, /f\((".*")\);\r\n/g);
}

function splitBy(text: string, pattern: RegExp): { frames: string[]; rest: string } {
  const found = [...text.matchAll(pattern)];
  const last = found.at(-1);
  const end = last ? last.index + last[0].length : 0;
  return { frames: found.map(([, json = '']) => JSON.parse(json) as string), rest: text.slice(end) };
}
