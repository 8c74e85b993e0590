/**
 * `npm run ring`: the main job from the terminal. Orders as a buyer, pays on the sandbox phone, and waits as staff,
 * on a real STOMP socket, until the ring comes. Exits with 0 only if it came.
 *
 * SERVER_URL (default http://127.0.0.1:3000) and SANDBOX_URL (default http://127.0.0.1:3100) say where.
 */
import { ring } from './ring/ring.ts';

const serverUrl = process.env.SERVER_URL ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`;
const sandboxUrl = process.env.SANDBOX_URL ?? `http://127.0.0.1:${process.env.SANDBOX_PORT ?? 3100}`;

try {
  await ring({ serverUrl, sandboxUrl, say: (line) => console.log(line) });
} catch (error) {
  console.error(`没有响铃 no ring: ${error instanceof Error ? error.message : String(error)}`);
  console.error(
    `服务器在运行吗 is it running?  npm start   (SERVER_URL=${serverUrl} SANDBOX_URL=${sandboxUrl})`,
  );
  process.exitCode = 1;
}
