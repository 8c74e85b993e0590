import { describe, expect, test, vi } from 'vitest';
import { createMemoryJournal } from '../core/memory-journal.ts';
import type { MemoryJournal } from '../core/memory-journal.ts';
import { TestEngine } from '../testing/test-session.ts';
import type { TestSession } from '../testing/test-session.ts';

const DESTINATION = '/topic/j/1';

function setUp(changes: Partial<MemoryJournal> = {}, limits = {}) {
  const memory = createMemoryJournal();
  const journal = { ...memory, ...changes };
  const engine = new TestEngine({ journals: [{ pattern: '/topic/j/{id}', journal }], limits });
  const appendMany = (count: number): void => {
    for (let n = 0; n < count; n += 1) memory.append(DESTINATION, { n });
  };
  return { engine, memory, appendMany };
}

async function subscribe(client: TestSession, after?: number): Promise<void> {
  const headers: Record<string, string> = after === undefined ? {} : { after: String(after) };
  client.send('SUBSCRIBE', { destination: DESTINATION, id: '1', receipt: 'r', ...headers });
  await expect.poll(() => client.commands).toContain('RECEIPT');
}

function seqsOf({ transport }: TestSession): number[] {
  return transport.frames
    .filter(({ command }) => command === 'MESSAGE')
    .map(({ headers }) => Number(headers.seq));
}

function afterEachFrame({ transport }: TestSession, callback: () => void): void {
  const send = transport.send.bind(transport);
  transport.send = (frame) => {
    send(frame);
    callback();
  };
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

describe('a journal feed', () => {
  test('answers the RECEIPT before the first entry', async () => {
    const { engine, appendMany } = setUp();
    appendMany(3);
    const client = engine.connect();
    await subscribe(client, 0);
    await expect.poll(() => client.commands).toEqual(['RECEIPT', 'MESSAGE', 'MESSAGE', 'MESSAGE']);
  });

  test.each([0, 1])(
    'loses nothing that is appended while a subscription begins, with %i others there',
    async (others) => {
      let appendOne: (() => void) | undefined;
      const { engine, memory, appendMany } = setUp({
        read: async (...args) => {
          const page = await memory.read(...args);
          appendOne?.();
          appendOne = undefined;
          return page;
        },
      });
      appendMany(1);
      for (let n = 0; n < others; n += 1) await subscribe(engine.connect());
      appendOne = () => appendMany(1);
      const client = engine.connect();
      await subscribe(client);
      await expect.poll(() => seqsOf(client)).toEqual([2]);
      expect(client.transport.frames[0]?.headers.seq).toBe('1');
    },
  );

  test('refuses an id that no MESSAGE could carry, and stays there for who is joining', async () => {
    const { engine, appendMany } = setUp();
    const [client, older] = [engine.connect(), engine.connect(undefined, '1.1')];
    const { broker } = engine.parts;
    const common = { destination: DESTINATION, after: undefined, ackMode: 'auto', headers: {} } as const;
    const joining = broker.subscribe({ ...common, id: '1', session: client.session });
    const broken = broker.subscribe({ ...common, id: 'a\rb', session: older.session });
    await expect(broken).rejects.toMatchObject({ code: 'unencodable_header' });
    (await joining).start();
    appendMany(1);
    await expect.poll(() => seqsOf(client)).toEqual([1]);
  });

  test('does not forget how far the journal goes when an older read answers later', async () => {
    const late = Promise.withResolvers<undefined>();
    let isLate = false;
    const { engine, memory, appendMany } = setUp({
      onAppend: () => () => undefined,
      read: async (...args) => {
        const page = await memory.read(...args);
        if (isLate) await late.promise;
        return page;
      },
    });
    appendMany(1);
    const [live, behind] = [engine.connect(), engine.connect()];
    await subscribe(live);
    isLate = true;
    engine.advance(1_100);
    await new Promise(setImmediate);
    isLate = false;
    appendMany(2);
    await subscribe(behind, 1);
    late.resolve(undefined);
    await expect.poll(() => seqsOf(behind)).toEqual([2, 3]);
  });

  test('delivers by its poll what nobody woke it for', async () => {
    const { engine, appendMany } = setUp({ onAppend: () => () => undefined });
    const client = engine.connect();
    await subscribe(client);
    appendMany(2);
    await new Promise(setImmediate);
    expect(seqsOf(client)).toEqual([]);
    engine.advance(1_100);
    await expect.poll(() => seqsOf(client)).toEqual([1, 2]);
  });

  test('reads one page for all who stand at the same number', async () => {
    const read = vi.fn<MemoryJournal['read']>();
    const { engine, memory, appendMany } = setUp({ read });
    read.mockImplementation((...args) => memory.read(...args));
    const clients = upTo(50).map(() => engine.connect());
    await Promise.all(clients.map((client) => subscribe(client)));
    read.mockClear();
    appendMany(1);
    for (const client of clients) await expect.poll(() => seqsOf(client)).toEqual([1]);
    expect(read.mock.calls.length).toBeLessThanOrEqual(2);
  });

  test('reads the head once for all who come back at once', async () => {
    const read = vi.fn<MemoryJournal['read']>();
    const { engine, memory, appendMany } = setUp({ read });
    appendMany(1);
    read.mockImplementation((...args) => memory.read(...args));
    const clients = upTo(50).map(() => engine.connect());
    await Promise.all(clients.map((client) => subscribe(client, 0)));
    for (const client of clients) await expect.poll(() => seqsOf(client)).toEqual([1]);
    expect(read.mock.calls.length).toBeLessThanOrEqual(5);
  });

  test.each(['client', 'client-individual'])(
    'refuses ack:%s: a reader says itself what it has seen',
    (ack) => {
      const { engine } = setUp();
      const client = engine.connect();
      client.send('SUBSCRIBE', { destination: DESTINATION, id: '1', ack });
      expect(client.last?.headers.code).toBe('unsupported_ack');
    },
  );

  test('refuses a pattern: each journal has numbers of its own', () => {
    const { engine } = setUp();
    const client = engine.connect();
    client.send('SUBSCRIBE', { destination: '/topic/j/*', id: '1' });
    expect(client.last?.headers.code).toBe('unsupported_pattern');
  });

  test('asks nobody who needs nothing: not when others join, and each once when an entry comes', async () => {
    const { engine, appendMany } = setUp();
    const clients = upTo(1_000).map((n) => engine.connect({ name: `user ${n}` }));
    let asked = 0;
    for (const { transport } of clients) {
      Object.defineProperty(transport, 'congested', { get: () => ((asked += 1), false) });
    }
    await Promise.all(clients.map((client) => subscribe(client)));
    expect(asked).toBe(0);
    appendMany(3);
    for (const client of clients) await expect.poll(() => seqsOf(client)).toEqual([1, 2, 3]);
    expect(asked).toBe(3_000);
  });

  test('waits for a congested subscriber, and lets nobody else wait', async () => {
    const { engine, appendMany } = setUp({}, { maxJournalPageEntries: 3 });
    const [slow, fast] = [engine.connect(), engine.connect()];
    await subscribe(slow);
    await subscribe(fast);
    slow.transport.congested = true;
    appendMany(10);
    await expect.poll(() => seqsOf(fast)).toEqual(upTo(10));
    expect(seqsOf(slow)).toEqual([]);
    slow.transport.relieve();
    await expect.poll(() => seqsOf(slow)).toEqual(upTo(10));
    expect(seqsOf(fast)).toEqual(upTo(10));
  });

  test('stops a page in the middle when its subscriber becomes congested there', async () => {
    const { engine, appendMany } = setUp();
    appendMany(10);
    const client = engine.connect();
    const { transport } = client;
    afterEachFrame(client, () => (transport.congested = transport.frames.length % 4 === 0));
    await subscribe(client, 0);
    await expect.poll(() => transport.congested).toBe(true);
    expect(seqsOf(client)).toEqual([1, 2, 3]);
    while (seqsOf(client).length < 10) {
      transport.relieve();
      await new Promise(setImmediate);
    }
    expect(seqsOf(client)).toEqual(upTo(10));
  });

  test('serves whoever follows live before a long replay is over', async () => {
    const { engine, appendMany } = setUp({}, { maxJournalPageEntries: 1 });
    appendMany(40);
    const [live, behind] = [engine.connect(), engine.connect()];
    await subscribe(live);
    let behindThen = 0;
    afterEachFrame(live, () => (behindThen = seqsOf(behind).length));
    afterEachFrame(behind, () => {
      if (seqsOf(behind).length === 1) appendMany(3);
    });
    await subscribe(behind, 0);
    await expect.poll(() => seqsOf(live)).toEqual([41, 42, 43]);
    expect(behindThen).toBeLessThan(40);
    await expect.poll(() => seqsOf(behind)).toEqual(upTo(43));
  });

  test('lets a subscriber go with journal_gap when what it needs was trimmed away meanwhile', async () => {
    const { engine, memory, appendMany } = setUp();
    const [slow, bystander] = [engine.connect(), engine.connect()];
    await subscribe(slow);
    await subscribe(bystander);
    slow.transport.congested = true;
    appendMany(4);
    await expect.poll(() => seqsOf(bystander)).toEqual(upTo(4));
    memory.trim(DESTINATION, 2);
    slow.transport.relieve();
    await expect.poll(() => slow.last?.headers.code).toBe('journal_gap');
    appendMany(1);
    await expect.poll(() => seqsOf(bystander)).toEqual(upTo(5));
  });

  describe('that began anew', () => {
    function setUpTwice() {
      const renewed = createMemoryJournal();
      let isRenewed = false;
      const read: MemoryJournal['read'] = (...args) => (isRenewed ? renewed : setup.memory).read(...args);
      const setup = setUp({ read });
      function renew(count: number): void {
        isRenewed = true;
        for (let n = 0; n < count; n += 1) renewed.append(DESTINATION, { n });
      }
      return { ...setup, renew };
    }

    test('says recovered:false to whoever stands in the one before, however many entries there are now', async () => {
      const { engine, appendMany, renew } = setUpTwice();
      appendMany(3);
      const first = engine.connect();
      await subscribe(first, 3);
      const { epoch = '' } = first.last?.headers ?? {};
      expect(epoch).not.toBe('');
      const [same, none] = [engine.connect(), engine.connect()];
      renew(5);
      for (const [client, headers] of [
        [same, { epoch }],
        [none, {}],
      ] as const) {
        client.send('SUBSCRIBE', { destination: DESTINATION, id: '1', receipt: 'r', after: '3', ...headers });
        await expect.poll(() => client.commands).toContain('RECEIPT');
      }
      expect(same.last?.headers).toMatchObject({ seq: '5', recovered: 'false' });
      expect(same.last?.headers.epoch).not.toBe(epoch);
      await expect.poll(() => seqsOf(none)).toEqual([4, 5]);
    });

    test('lets its subscribers go with journal_gap, though it is as long as it was', async () => {
      const { engine, appendMany, renew } = setUpTwice();
      appendMany(3);
      const client = engine.connect();
      await subscribe(client, 3);
      renew(4);
      engine.timers.advance(2_000);
      await expect.poll(() => client.last?.headers.code).toBe('journal_gap');
      expect(seqsOf(client)).toEqual([]);
    });
  });

  test('goes on after reads that failed', async () => {
    let isBroken = false;
    const { engine, memory, appendMany } = setUp({
      read: (...args) => (isBroken ? Promise.reject(new Error('no database')) : memory.read(...args)),
    });
    const client = engine.connect();
    await subscribe(client);
    isBroken = true;
    appendMany(2);
    await new Promise(setImmediate);
    isBroken = false;
    engine.advance(1_100);
    await expect.poll(() => seqsOf(client)).toEqual([1, 2]);
  });

  test('goes on after a read that never answered', async () => {
    let isStuck = false;
    const { engine, memory, appendMany } = setUp({
      read: (...args) => (isStuck ? new Promise<never>(() => undefined) : memory.read(...args)),
    });
    const client = engine.connect();
    await subscribe(client);
    isStuck = true;
    appendMany(1);
    isStuck = false;
    for (let second = 0; second < 12; second += 1) {
      engine.advance(1_000);
      await new Promise(setImmediate);
    }
    await expect.poll(() => seqsOf(client)).toEqual([1]);
  });

  test('refuses a subscription as unavailable when the journal cannot be read', async () => {
    const { engine } = setUp({ read: () => Promise.reject(new Error('no database at 10.0.0.7')) });
    const client = engine.connect();
    client.send('SUBSCRIBE', { destination: DESTINATION, id: '1' });
    await expect.poll(() => client.last?.headers.code).toBe('unavailable');
    expect(client.last?.headers.message).not.toContain('10.0.0.7');
    expect(client.transport.closedBy?.reconnect).toBe(true);
  });
});

test('polls of many journals are spread: no more in a second than the limit, and each has its turn', async () => {
  const read = vi.fn<MemoryJournal['read']>();
  const { engine, memory } = setUp(
    { read, onAppend: () => () => undefined },
    { maxJournalPollsPerSecond: 2 },
  );
  read.mockImplementation((...args) => memory.read(...args));
  const client = engine.connect();
  for (let id = 1; id <= 6; id += 1)
    client.send('SUBSCRIBE', { destination: `/topic/j/${id}`, id: String(id), receipt: 'r' });
  await expect.poll(() => client.commands).toHaveLength(6);
  const polled: string[][] = [];
  for (let second = 0; second < 3; second += 1) {
    read.mockClear();
    engine.advance(1_000);
    await new Promise(setImmediate);
    polled.push(read.mock.calls.map(([destination]) => destination));
  }
  expect(polled.map(({ length }) => length)).toEqual([2, 2, 2]);
  expect(new Set(polled.flat()).size).toBe(6);
});
