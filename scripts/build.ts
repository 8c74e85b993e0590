/** Builds every front end whose sources are newer than its last build. */
import { buildPages } from './pages/build-pages.ts';

await buildPages((line) => console.log(line));
