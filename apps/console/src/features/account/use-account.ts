import type {
  Api,
  BindWeChat,
  ChangePassword,
  OwnAccount,
  OwnPassword,
  OwnSession,
} from '@carillon/contract';
import { useReading } from '../../lib/use-reading.ts';

/** How one gets in, and where one is logged in. Ends with its scope. */
export function useAccount(api: Api) {
  const account = useReading<OwnAccount>(async (signal) => (await api('readOwnAccount', { signal })).account);
  const sessions = useReading<readonly OwnSession[]>(
    async (signal) => (await api('listOwnSessions', { signal })).sessions,
  );
  void account.start();
  void sessions.start();

  return {
    account: account.state,
    sessions: sessions.state,
    again: () => Promise.all([account.again(), sessions.again()]),
    async changePassword(body: ChangePassword): Promise<void> {
      account.put((await api('changePassword', { body })).account);
      await sessions.again();
    },
    /** A link that binds WeChat to this account, for its scanner. */
    createBindingLink: (body: OwnPassword) => api('createBindingLink', { body }),
    /** The page of WeChat that binds it to this account. */
    bind: (body: BindWeChat) => api('bindWeChat', { body }),
    async unbind(body: OwnPassword): Promise<void> {
      account.put((await api('unbindWeChat', { body })).account);
      await sessions.again();
    },
    async end({ id: sessionId }: OwnSession): Promise<void> {
      await api('endOwnSession', { params: { sessionId } }).finally(sessions.again);
    },
    async endOthers(): Promise<void> {
      await api('endOtherSessions').finally(sessions.again);
    },
  };
}

export type Account = ReturnType<typeof useAccount>;
