/** `npm run pack`: packs the libraries into dist/npm, as they would be published. */
import path from 'node:path';
import { packLibrary } from './pack/pack-library.ts';
import { root } from './system/program.ts';

const folder = path.join(root, 'dist/npm');
for (const name of ['stomp', 'messaging', 'client', 'wechat']) console.log(packLibrary(name, folder));
