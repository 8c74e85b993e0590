import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { linkOpenid } from '../accounts/index.ts';
import type { Context } from '../platform/context.ts';

/** Which of the sandbox's people each of the demo's staff is. */
const STAFF_OF_PERSON: Readonly<Record<string, string>> = { laochen: 'demo', xiaozhou: 'chef' };

const peopleSchema = z.array(
  z.object({ id: z.string(), unionid: z.string(), openids: z.record(z.string(), z.string()) }),
);

/**
 * Lets the demo's staff log in with the sandbox phone: reads who lives in the sandbox, if there is one, and puts
 * the openids of its two shop people on their records. Does nothing for those that are there.
 * @param folder the sandbox's hand-over folder
 */
export async function linkPeople(
  { database, logger }: Pick<Context, 'database' | 'logger'>,
  folder: string,
): Promise<void> {
  const file = path.join(folder, 'sandbox-people.json');
  if (!existsSync(file)) return;
  const people = peopleSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!people.success) {
    logger.warn({ file }, 'the people of the sandbox cannot be read; log in with a password');
    return;
  }
  for (const { id, unionid, openids } of people.data) {
    const username = STAFF_OF_PERSON[id];
    if (username === undefined) continue;
    for (const [appid, openid] of Object.entries(openids)) {
      await linkOpenid(database.db, { username, appid, openid, unionid });
    }
  }
}
