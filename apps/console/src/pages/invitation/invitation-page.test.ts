import type { OpenInvitation } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { fill, submit } from '../../testing/fill.ts';
import { button, loggedIn, openConsole, press, staff, text } from '../../testing/open-console.ts';

// Loaded here, so that a test waits for the page and not for the compiler.
import './InvitationPage.vue';

const invitation: OpenInvitation = {
  ...{ kind: 'join', shopName: '川味小馆', role: 'clerk', name: '小吴' },
  expiresAt: '2026-11-22T02:00:00.000Z',
  ways: { password: true, wechat: true, thisAccount: false },
};
const out: Answers = { ...loggedIn, readSelf: () => Promise.reject(refusal(401, 'not_logged_in')) };

async function openInvitation(answers: Answers, hash = '#T') {
  const opened = await openConsole(`/invitation${hash}`, answers);
  await vi.waitFor(() => expect(document.querySelector('h1')).not.toBeNull());
  await flushPromises();
  return opened;
}

test('says who invites to what, and is taken with a new account', async () => {
  const sent: unknown[] = [];
  const { fake, path } = await openInvitation({
    ...out,
    readInvitation: () => ({ invitation }),
    acceptInvitation(options) {
      sent.push(options);
      fake.answers.readSelf = () => ({ staff });
      return { staff };
    },
  });
  expect(text()).toContain('川味小馆 邀请你做店员');
  await submit('form');
  expect(text()).toContain('请填写用户名');
  await fill('input[name="username"]', 'wu');
  await fill('input[name="new-password"]', 'ring-ring');
  await submit('form');
  expect(sent).toEqual([{ body: { token: 'T', account: { username: 'wu', password: 'ring-ring' } } }]);
  await vi.waitFor(() => expect(path()).toBe('/shops/1/board'));
});

test('is taken with the account that is logged in', async () => {
  const sent: unknown[] = [];
  await openInvitation({
    ...loggedIn,
    readInvitation: () => ({
      invitation: { ...invitation, ways: { ...invitation.ways, thisAccount: true } },
    }),
    acceptInvitation(options) {
      sent.push(options);
      return { staff };
    },
  });
  await press('用「掌柜」的账号加入');
  expect(sent).toEqual([{ body: { token: 'T', account: null } }]);
});

test('that was used, or has lost its token, says whom to ask', async () => {
  await openInvitation({
    ...out,
    readInvitation: () => Promise.reject(refusal(404, 'invitation_not_found')),
  });
  expect(text()).toContain('已经用过、撤回或过期');
  await openInvitation(out, '');
  expect(text()).toContain('这个链接不完整');
});

test('that binds WeChat offers nothing else', async () => {
  await openInvitation({
    ...out,
    readInvitation: () => ({
      invitation: {
        ...{ ...invitation, kind: 'bind', shopName: null, role: null },
        ways: { password: false, wechat: true, thisAccount: false },
      },
    }),
  });
  expect(button('绑定这个微信')).toBeTruthy();
  expect(document.querySelector('form')).toBeNull();
});
