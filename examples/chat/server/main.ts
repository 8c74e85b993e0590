/** `npm start`: builds the page if it changed, and serves it and the chat. PORT, HOST and CHAT_PASSWORD may be set. */
import type { AddressInfo } from 'node:net';
import { buildPage } from './build-page.ts';
import { createChat } from './chat.ts';
import { configuration } from './configuration.ts';
import { createHttpServer } from './http-server.ts';
import { createLogin } from './log-in.ts';
import { servePage } from './serve-page.ts';
import { loadTokenKey } from './token-key.ts';
import { createTokens } from './tokens.ts';

/** How long open pages get to leave when the server is stopped. */
const DRAIN_LIMIT_MS = 2_000;

await buildPage();
const { builtFolder, host, keyFile, password, port } = configuration;
const tokens = createTokens(loadTokenKey(keyFile));
const chat = createChat(tokens);
const server = createHttpServer({ logIn: createLogin(tokens, password), servePage: servePage(builtFolder) });
chat.attach(server);

server.listen(port, host, () => {
  const { port: taken } = server.address() as AddressInfo;
  console.log(
    `聊天示例 chat example  http://${host}:${taken}  （密码 password: ${password}；停止 stop: Ctrl+C）`,
  );
});

async function stop(): Promise<void> {
  server.close();
  await chat.close({ drainMs: DRAIN_LIMIT_MS });
  server.closeAllConnections();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
