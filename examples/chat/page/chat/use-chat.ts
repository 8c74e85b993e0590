import type { Client, IMessage } from '@stomp/stompjs';
import { computed, ref } from 'vue';
import type { Ref } from 'vue';
import { useLine } from '../line/use-line.ts';
import type { Way } from '../line/way.ts';
import type { Login } from '../login/log-in.ts';
import { useStored } from '../use-stored.ts';
import { peerOf, put } from './entry.ts';
import type { Entry } from './entry.ts';
import { useNotices } from './use-notices.ts';

/** What comes at `/user/queue/callBack`: a message for us, or the receipt for one of ours. */
type CallBack = Omit<Entry, 'state'> & ({ type: 'chat' } | { type: 'receipt'; heard: boolean });

/** How much may wait for the line; beyond it, what is typed stays where it was typed. */
const MAX_WAITING = 100;

/** Everything that one person hears and says, on a line that comes back by itself. */
export function useChat(login: Login, way: Ref<Way>) {
  const self = login.uid;
  const entries = useStored<Entry[]>(`entries of ${self}`, []);
  const online = ref<string[]>([]);
  const waiting = computed(() => entries.value.filter(({ state }) => state === 'waiting'));
  const followNotices = useNotices(self, hearNotice);
  const line = useLine(login, way, subscribe);

  /** The same each time the line comes back; then what was typed meanwhile goes out. */
  function subscribe(client: Client): void {
    followNotices(client);
    client.subscribe('/user/queue/callBack', hearCallBack);
    client.subscribe('/user/queue/errors', hearError);
    client.subscribe('/topic/presence', hearPresence);
    client.subscribe('/app/presence', (message) => (online.value = read(message) as string[]));
    for (const entry of waiting.value) send(entry);
  }

  function hearNotice(message: IMessage): void {
    entries.value = put(entries.value, { ...(read(message) as Omit<Entry, 'state'>), state: 'said' });
  }

  function hearCallBack(message: IMessage): void {
    const { id, from, to, text, at, ...more } = read(message) as CallBack;
    const isUnheard = more.type === 'receipt' && !more.heard;
    entries.value = put(entries.value, { id, from, to, text, at, state: isUnheard ? 'unheard' : 'said' });
  }

  function hearError({ headers }: IMessage): void {
    const refused = waiting.value.find(({ id }) => id === headers['correlation-id']);
    if (refused) entries.value = put(entries.value, { ...refused, state: 'refused' });
  }

  function hearPresence(message: IMessage): void {
    const { name, online: isOnline } = read(message) as { name: string; online: boolean };
    const others = online.value.filter((other) => other !== name);
    online.value = isOnline ? [...others, name] : others;
  }

  function send({ id, to, text }: Entry): void {
    line.send(to === undefined ? '/app/change-notice' : `/app/sendChatMsgById/${to}`, id, { id, text });
  }

  /** Says something to one person, or to all; false if so much waits already that it is not taken. */
  function say(text: string, to?: string): boolean {
    if (waiting.value.length >= MAX_WAITING) return false;
    const entry: Entry = { id: newId(), from: self, to, text, at: Date.now(), state: 'waiting' };
    entries.value = put(entries.value, entry);
    send(entry);
    return true;
  }

  /** Says again what did not arrive. Under its own id: whoever has it already shows it once. */
  function sayAgain(entry: Entry): void {
    const again: Entry = { ...entry, state: 'waiting' };
    entries.value = put(entries.value, again);
    send(again);
  }

  /** People to talk to: whoever is there, and whoever one has talked to. */
  const people = computed(() => {
    const met = entries.value.flatMap((entry) => peerOf(entry, self) ?? []);
    return [...new Set([...online.value, ...met])].filter((name) => name !== self).sort(byName);
  });

  return { self, line, entries, online, people, say, sayAgain };
}

const byName = (one: string, other: string): number => one.localeCompare(other);

/** 128 bits of chance. `crypto.randomUUID` is there on https and localhost only. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('');
}

function read(message: IMessage): unknown {
  return JSON.parse(message.body);
}
