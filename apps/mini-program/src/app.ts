import { line } from './lib/parts.ts';

App({
  onShow: () => line.wake(),
  // The code stands still 5 s after it is hidden (运行机制): what the line would be told then is told when it is back.
  onHide: () => line.pause(),
});
