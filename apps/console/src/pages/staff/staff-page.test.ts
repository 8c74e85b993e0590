import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { fillLabelled, submit } from '../../testing/fill.ts';
import { button, loggedIn, openConsole, press, staff, text } from '../../testing/open-console.ts';
import { aColleague, anInvitation } from '../../testing/people.ts';

// Loaded here, so that a test waits for the page and not for the compiler.
import './StaffPage.vue';

const self = aColleague(1, { name: '掌柜', username: 'demo', role: 'owner', isSelf: true });

async function openStaff(answers: Answers = {}) {
  const opened = await openConsole('/shops/1/staff', {
    ...loggedIn,
    listStaff: () => ({ staff: [self, aColleague(2)] }),
    listInvitations: () => ({ invitations: [] }),
    ...answers,
  });
  await vi.waitFor(() => expect(document.querySelector('h1')).not.toBeNull());
  await flushPromises();
  await press('先看看，不响铃');
  return opened;
}
/** Chooses from the menu that a button opens. */
async function choose(name: string, words: string): Promise<void> {
  const opener = button(name);
  opener.click();
  const item = await vi.waitUntil(() =>
    [...document.querySelectorAll<HTMLElement>(`[aria-labelledby="${opener.id}"] [role="menuitem"]`)].find(
      (one) => one.textContent.trim() === words,
    ),
  );
  item.click();
  await flushPromises();
}

test('an owner invites somebody, and shows them a code that is told only now', async () => {
  const sent: unknown[] = [];
  await openStaff({
    inviteStaff(options) {
      sent.push(options);
      const link = { token: 'T', path: '/console/invitation#T' };
      return { invitation: { ...anInvitation(1), ...link } };
    },
  });
  await press('邀请店员');
  await vi.waitFor(() => expect(document.querySelector('.el-dialog form')).not.toBeNull());
  await submit('.el-dialog form');
  expect(text()).toContain('请填写称呼');
  await fillLabelled('怎么称呼', '小吴');
  await submit('.el-dialog form');
  expect(sent).toEqual([{ params: { shopId: 1 }, body: { name: '小吴', role: 'clerk' } }]);
  expect(document.querySelector('[aria-label="邀请 小吴 的二维码"]')).not.toBeNull();
  expect(text()).toContain(`${location.origin}/console/invitation#T`);
});

test('an owner disables somebody after being told what it means', async () => {
  let isDisabled = false;
  await openStaff({
    listStaff: () => ({ staff: [self, aColleague(2, { isDisabled })] }),
    disableStaff() {
      isDisabled = true;
      return { colleague: aColleague(2, { isDisabled }) };
    },
  });
  await choose('管理 小周', '停用');
  await vi.waitFor(() => expect(text()).toContain('会立刻被请出'));
  await submit('.el-dialog form');
  expect(text()).toContain('小周 已停用');
  expect(document.querySelector('[data-staff-id="2"]')?.textContent).toContain('已停用');
});

test('what the server refuses is said in the dialog', async () => {
  await openStaff({ changeRole: () => Promise.reject(refusal(409, 'last_owner')) });
  await choose('管理 掌柜', '改角色');
  await vi.waitFor(() => expect(document.querySelector('.el-dialog form')).not.toBeNull());
  await submit('.el-dialog form');
  expect(document.querySelector('.el-dialog [role="alert"]')?.textContent).toContain('唯一的店主');
});

test('an invitation that nobody took is withdrawn', async () => {
  let invitations = [anInvitation(4)];
  await openStaff({
    listInvitations: () => ({ invitations }),
    revokeInvitation: () => void (invitations = []),
  });
  await press('撤回给 小吴 的邀请');
  expect(text()).toContain('邀请已撤回');
  expect(text()).not.toContain('还没用的邀请');
});

test('somebody who takes an open invitation appears by themselves', async () => {
  let staffNow = [self];
  const { clock } = await openStaff({
    listStaff: () => ({ staff: staffNow }),
    listInvitations: () => ({ invitations: [anInvitation(4)] }),
  });
  staffNow = [self, aColleague(5, { name: '小吴' })];
  clock.advance(5000);
  await flushPromises();
  expect(document.querySelector('[data-staff-id="5"]')?.textContent).toContain('小吴');
});

test('a manager sees who works here, and changes nothing', async () => {
  const shops = [{ id: 1, name: '川味小馆', role: 'manager' as const }];
  const { fake } = await openStaff({ readSelf: () => ({ staff: { ...staff, shops } }) });
  expect(text()).toContain('由店主来做');
  expect(() => button('管理 小周')).toThrow();
  expect(fake.calls).not.toContain('listInvitations');
});

test('a clerk is told whom to ask, and nothing is read', async () => {
  const shops = [{ id: 1, name: '川味小馆', role: 'clerk' as const }];
  const { fake } = await openConsole('/shops/1/staff', {
    ...loggedIn,
    readSelf: () => ({ staff: { ...staff, shops } }),
  });
  await vi.waitFor(() => expect(text()).toContain('这里只给店主和店长看'));
  expect(fake.calls).not.toContain('listStaff');
});
