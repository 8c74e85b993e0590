import { expect, test, vi } from 'vitest';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import { TestEngine } from '../testing/test-session.ts';

const destination = '/topic/a';

test.each(['its user is sent away', 'it breaks the protocol'])(
  'a session may send nothing more when %s while the application thinks about its SEND',
  async (what) => {
    const answers: ((isAllowed: boolean) => void)[] = [];
    const engine = new TestEngine({
      authorize: ({ command }) => command !== 'SEND' || new Promise((resolve) => answers.push(resolve)),
    });
    const sent = vi.spyOn(engine.parts.broker, 'send');
    const [client, listener] = [engine.connect(), engine.connect({ name: 'bob' })];
    listener.send('SUBSCRIBE', { destination, id: '1' });
    client.send('SEND', { destination }, 'never');
    if (what === 'it breaks the protocol') client.write('SEND\nno colon\n\n\0');
    else engine.directory.disconnect({ name: 'ann' }, DISCONNECT_REASONS.loggedOut);
    expect(client.last?.command).toBe('ERROR');
    for (const answer of answers) answer(true);
    await new Promise(setImmediate);
    expect(sent).not.toHaveBeenCalled();
    expect(listener.commands).toEqual([]);
  },
);
