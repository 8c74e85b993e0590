/** Error codes in words: what happened, and what to do. Keys are the codes of the HTTP and realtime API. */
export const errorsZh = {
  unknown: '服务器没有完成这次请求（{code}）。请稍后再试。',
  network: '连不上服务器。请检查这台设备的网络，然后重试。',
  unreadable_answer: '服务器的回答读不懂，可能正在重启。请稍后再试。',
};
