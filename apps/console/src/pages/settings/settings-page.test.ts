import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import type { Answers } from '../../testing/fake-api.ts';
import { fillLabelled, submit } from '../../testing/fill.ts';
import { button, loggedIn, openConsole, press, staff, text } from '../../testing/open-console.ts';
import { someSettings } from '../../testing/people.ts';

// Loaded here, so that a test waits for the page and not for the compiler.
import './SettingsPage.vue';

async function openSettings(answers: Answers = {}) {
  const opened = await openConsole('/shops/1/settings', {
    ...loggedIn,
    readShopSettings: () => ({ settings: someSettings() }),
    ...answers,
  });
  await vi.waitFor(() => expect(document.querySelector('h1')).not.toBeNull());
  await flushPromises();
  await press('先看看，不响铃');
  return opened;
}

test('are saved all at once, in fen, after being looked at', async () => {
  const sent: unknown[] = [];
  await openSettings({
    changeShopSettings(options) {
      const { body } = options as { body: ReturnType<typeof someSettings> };
      sent.push(body);
      return { settings: { ...body, isOpen: true } };
    },
  });
  expect(() => button('保存')).toThrow();
  await fillLabelled('起送（元）', 'much');
  await submit('form.form');
  expect(text()).toContain('请填金额');
  await fillLabelled('起送（元）', '25.5');
  await submit('form.form');
  const { isOpen, ...before } = someSettings();
  expect([isOpen, sent]).toEqual([true, [{ ...before, delivery: { feeFen: 500, minimumFen: 2550 } }]]);
  expect(text()).toContain('设置已保存');
  expect(() => button('保存')).toThrow();
});

test('a credential that does not work comes first, with where to mend it', async () => {
  await openSettings({
    checkCredentials: () => ({
      findings: [
        { credential: 'merchant', state: 'ok', code: null, fields: [], help: 'merchant' },
        {
          ...{ credential: 'open_app', state: 'wrong', code: 'wechat_appsecret_wrong' },
          ...{ fields: ['openSecret'], help: 'open-app' },
        },
      ],
    }),
  });
  await press('开始检查');
  const found = [...document.querySelectorAll<HTMLElement>('[data-credential]')];
  expect(found.map(({ dataset }) => dataset.state)).toEqual(['wrong', 'ok']);
  expect(found[0]?.textContent).toContain('open.weixin.qq.com');
  expect(found[0]?.textContent).toContain('openSecret');
  expect(text()).toContain('1 项需要处理');
});

test('the shop is closed from the header of any page, by anybody of the staff', async () => {
  const shops = [{ id: 1, name: '川味小馆', role: 'clerk' as const }];
  const sent: unknown[] = [];
  await openConsole('/shops/1/board', {
    ...loggedIn,
    readSelf: () => ({ staff: { ...staff, shops } }),
    readShopSettings: () => ({ settings: someSettings() }),
    setShopOpen(options) {
      sent.push(options);
      return { settings: someSettings({ isOpen: false }) };
    },
  });
  await press('先看看，不响铃');
  await press('营业中');
  await vi.waitFor(() => expect(text()).toContain('顾客还能看菜单'));
  await submit('.el-dialog form');
  expect(sent).toEqual([{ params: { shopId: 1 }, body: { isOpen: false } }]);
  expect(button('已打烊').dataset.shopOpen).toBe('false');
});
