import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '..');

/** A variable that is set to nothing counts as unset. */
const setting = (name: string, otherwise: string): string => process.env[name]?.trim() || otherwise;

/** What may be set from outside; the only file that looks at `process.env`. */
export const configuration = {
  /** 0 takes a free one. */
  port: Number(setting('PORT', '8080')),
  /** This machine only, as the demo's password is known to everybody who reads this file. */
  host: setting('HOST', '127.0.0.1'),
  password: setting('CHAT_PASSWORD', 'carillon'),
  keyFile: setting('CHAT_KEY_FILE', path.join(folder, 'data/token-key')),
  pageFolder: path.join(folder, 'page'),
  builtFolder: path.join(folder, 'dist'),
};
