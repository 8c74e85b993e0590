import { expect, test } from '@playwright/test';
import type { Browser, Locator, Page } from '@playwright/test';
import { startExampleChat } from './example-chat-server.ts';
import type { ExampleChat } from './example-chat-server.ts';
import { expectAccessible } from './expect-accessible.ts';

/** Online, and not 不在线. */
const HERE = /(?<!不)在线/;

let chat: ExampleChat;

test.beforeAll(async () => {
  chat = await startExampleChat();
});
test.afterAll(() => chat.stop());

/** Somebody who has the page open. */
class Person {
  readonly page: Page;
  readonly line: Locator;

  constructor(page: Page) {
    this.page = page;
    this.line = page.locator('[data-line-state]');
  }

  static async enter(browser: Browser, name: string): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    const person = new Person(await context.newPage());
    await person.page.goto(chat.url);
    await person.logIn(name);
    return person;
  }

  async logIn(name: string): Promise<void> {
    await this.page.getByLabel('名字').fill(name);
    await this.page.getByLabel('密码').fill('carillon');
    await this.page.getByRole('button', { name: '进入' }).click();
    await this.isOnline();
  }

  async isOnline(): Promise<void> {
    await expect(this.line).toHaveAttribute('data-line-state', 'online', { timeout: 30_000 });
  }

  /** One of the people at the side, or the announcements. */
  peer(name: string): Locator {
    return this.page.getByRole('navigation', { name: '在线的人' }).getByRole('button', { name });
  }

  /** What was said in the conversation that is shown. */
  said(text: string): Locator {
    return this.page.getByRole('log').getByRole('article').filter({ hasText: text });
  }

  async say(text: string): Promise<void> {
    await this.page.getByRole('textbox').fill(text);
    await this.page.keyboard.press('Enter');
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}

test('two people see each other, announce, and talk both ways, with receipts', async ({ browser }) => {
  const [ann, bob] = [await Person.enter(browser, 'ann'), await Person.enter(browser, '小博')];
  await expect(ann.peer('小博')).toContainText(HERE);
  await expect(bob.peer('ann')).toContainText(HERE);

  await ann.say('九点打烊');
  await expect(bob.said('九点打烊')).toContainText('ann');
  await expect(ann.said('九点打烊')).toHaveAttribute('data-state', 'said');

  await ann.peer('小博').click();
  await ann.say('你好');
  await expect(ann.said('你好')).toContainText('已送达');
  await expect(bob.peer('ann')).toContainText('1');
  await bob.peer('ann').click();
  await expect(bob.said('你好')).toBeVisible();
  await bob.say('你也好');
  await expect(ann.said('你也好')).toContainText('小博');
  await expect(bob.said('你也好')).toContainText('已送达');

  await bob.leave();
  await expect(ann.peer('小博')).toContainText('不在线');
  await ann.say('还在吗');
  await expect(ann.said('还在吗')).toContainText('对方不在线，没有送达');
  const again = await Person.enter(browser, '小博');
  await ann.said('还在吗').getByRole('button', { name: '再发一次' }).click();
  await expect(ann.said('还在吗')).toContainText('已送达');
  await again.peer('ann').click();
  await expect(again.said('还在吗')).toHaveCount(1);
  await again.leave();
  await ann.leave();
});

test('a server that is killed is waited for: lines and subscriptions come back, nothing typed is lost', async ({
  browser,
}) => {
  const [ann, bob] = [await Person.enter(browser, 'ann'), await Person.enter(browser, 'bob')];
  await ann.peer('bob').click();
  await bob.peer('ann').click();

  await chat.kill();
  for (const { line } of [ann, bob]) await expect(line).toHaveAttribute('data-line-state', 'offline');
  await ann.say('停电时写的');
  await expect(ann.said('停电时写的')).toContainText('等待连接');
  await bob.page.getByRole('textbox').fill('还没写完');
  await chat.startAgain();
  await Promise.all([ann.isOnline(), bob.isOnline()]);

  await expect(ann.said('停电时写的')).toHaveAttribute('data-state', /said|unheard/);
  await expect(bob.page.getByRole('textbox')).toHaveValue('还没写完');
  await expect(ann.peer('bob')).toContainText(HERE);
  await bob.page.keyboard.press('Enter');
  await expect(ann.said('还没写完')).toBeVisible();
  await Promise.all([ann.leave(), bob.leave()]);
});

test('what was announced while somebody was away is told later, once, whether or not the server restarted', async ({
  browser,
}) => {
  const [ann, bob] = [await Person.enter(browser, 'ann'), await Person.enter(browser, 'bob')];
  await ann.say('第一条');
  await expect(bob.said('第一条')).toHaveCount(1);

  await bob.page.getByRole('button', { name: '退出' }).click();
  await ann.say('第二条');
  await expect(ann.said('第二条')).toHaveAttribute('data-state', 'said');
  await bob.logIn('bob');
  await expect(bob.said('第二条')).toHaveCount(1);
  await expect(bob.said('第一条')).toHaveCount(1);

  // The journal is in memory: after a restart it begins anew, and number 1 is another announcement.
  await bob.page.getByRole('button', { name: '退出' }).click();
  await chat.kill();
  await chat.startAgain();
  await ann.isOnline();
  await ann.say('第三条');
  await expect(ann.said('第三条')).toHaveAttribute('data-state', 'said');
  await bob.logIn('bob');
  await expect(bob.said('第三条')).toHaveCount(1);
  await expect(bob.said('第二条')).toHaveCount(1);
  await Promise.all([ann.leave(), bob.leave()]);
});

test('a line that is cut is seen, and comes back by itself', async ({ browser }) => {
  const ann = await Person.enter(browser, 'ann');
  await ann.page.getByRole('button', { name: '断开试试' }).click();
  await expect(ann.page.getByRole('complementary').getByText('已断开')).toBeVisible();
  await ann.isOnline();
  await ann.say('又回来了');
  await expect(ann.said('又回来了')).toHaveAttribute('data-state', 'said');
  await ann.leave();
});

for (const [path, transport] of [
  ['/ws/stomp/tm', 'websocket'],
  ['/ws/stomp/tm', 'xhr-streaming'],
  ['/ws/stomp/tm', 'xhr-polling'],
  ['/stomp/websocketJS', 'websocket'],
  ['/stomp/websocketJS', 'xhr-streaming'],
] as const) {
  test(`${path} is spoken by ${transport}`, async ({ browser }) => {
    const ann = await Person.enter(browser, 'ann');
    await ann.page.getByLabel('端点').selectOption(path);
    await ann.page.getByLabel('传输方式').selectOption(transport);
    await expect(ann.line).toContainText(transport);
    await ann.isOnline();
    await ann.say(`经过 ${path} ${transport}`);
    await expect(ann.said(`经过 ${path} ${transport}`)).toHaveAttribute('data-state', 'said');
    await ann.leave();
  });
}

test('/stomp/websocket is spoken by a plain WebSocket', async ({ browser }) => {
  const ann = await Person.enter(browser, 'ann');
  const opened = ann.page.waitForEvent('websocket', (socket) => socket.url().endsWith('/stomp/websocket'));
  await ann.page.getByLabel('端点').selectOption('/stomp/websocket');
  await opened;
  await ann.isOnline();
  await ann.say('直接的 WebSocket');
  await expect(ann.said('直接的 WebSocket')).toHaveAttribute('data-state', 'said');
  await ann.leave();
});

test('a wrong password lets nobody in, and says so', async ({ page }) => {
  await page.goto(chat.url);
  await page.getByLabel('名字').fill('ann');
  await page.getByLabel('密码').fill('guess');
  await page.getByRole('button', { name: '进入' }).click();
  await expect(page.getByRole('alert')).toHaveText('密码不对。');
});

for (const [what, alter] of [
  ['an altered token', { token: 'YW5u.9999999999999.AAAA' }],
  ['somebody else’s token', { uid: 'boss' }],
] as const) {
  test(`${what} is refused with a sentence`, async ({ browser }) => {
    const ann = await Person.enter(browser, 'ann');
    await ann.page.evaluate((altered) => {
      const login = JSON.parse(sessionStorage.getItem('login') ?? '{}') as object;
      sessionStorage.setItem('login', JSON.stringify({ ...login, ...altered }));
    }, alter);
    await ann.page.reload();
    await expect(ann.page.getByRole('alert')).toHaveText(
      '服务器不认这个登录：令牌不对，或不是你的。请重新登录。',
    );
    await ann.leave();
  });
}

test('axe finds nothing to mend in its pages, and nothing breaks the page’s policy', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(chat.url);
  await expectAccessible(page);
  await page.getByLabel('名字').fill('ann');
  await page.getByLabel('密码').fill('carillon');
  await page.getByRole('button', { name: '进入' }).click();
  await expect(page.locator('[data-line-state=online]')).toBeVisible();
  await page.getByRole('textbox').fill('大家好');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article').last()).toContainText('大家好');
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});
