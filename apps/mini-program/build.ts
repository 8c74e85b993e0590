/**
 * Builds the mini program into dist/.
 * `MINI_PROGRAM_SERVER`: where the shop is, `https://…`; `MINI_PROGRAM_TEMPLATES`: ids of subscribe-message templates,
 * with commas between.
 */
import path from 'node:path';
import { buildMiniProgram } from './build-mini-program.ts';

const { MINI_PROGRAM_SERVER: serverUrl = 'http://127.0.0.1:8080', MINI_PROGRAM_TEMPLATES: templates = '' } =
  process.env;

await buildMiniProgram({
  outDir: path.join(import.meta.dirname, 'dist'),
  serverUrl,
  templateIds: templates.split(',').filter((id) => id !== ''),
});
