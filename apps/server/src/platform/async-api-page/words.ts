export type Locale = 'zh' | 'en';

const zh = {
  title: '编钟 · 实时接口',
  lead: '页面和工具与服务器之间的实时消息：走 WebSocket 上的 STOMP 1.2，内容是 JSON。',
  other: 'English',
  document: 'AsyncAPI 3.0 文档（JSON）',
  http: 'HTTP 接口',
  connect: '怎样连接',
  address: '地址',
  who: '谁能连',
  servers: {
    staff: '店员，凭登录得到的 Cookie carillon_staff',
    buyer: '顾客，凭打开菜单时得到的 Cookie carillon_buyer',
  },
  protocol: '子协议写 v12.stomp，双方心跳 10 秒。',
  groups: {
    receive: { title: '发给服务器', lead: '对这些地址 SEND。' },
    answer: { title: '订阅即答', lead: '对这些地址 SUBSCRIBE，立刻得到一条现状。' },
    send: { title: '服务器推送', lead: '对这些地址 SUBSCRIBE，之后有变化就收到。' },
    own: { title: '只给你的', lead: '对这些地址 SUBSCRIBE，只收到给你自己的。' },
  },
  journaled: '不丢：断线后带上 after 续传',
  reply: '回复到',
  payload: '内容',
  replyPayload: '回复的内容',
  noPayload: '内容没有约定。',
  field: '字段',
  type: '类型',
  meaning: '说明',
  optional: '可省略',
  limits: { length: '长度 {text}', items: '{text} 项' },
};

const en: typeof zh = {
  title: 'Carillon · Realtime API',
  lead: 'The live messages between pages or tools and the server: STOMP 1.2 over WebSocket, payloads in JSON.',
  other: '中文',
  document: 'AsyncAPI 3.0 document (JSON)',
  http: 'HTTP API',
  connect: 'How to connect',
  address: 'Address',
  who: 'Who may connect',
  servers: {
    staff: 'Staff, by the cookie carillon_staff that a login gives',
    buyer: 'Buyers, by the cookie carillon_buyer that opening a menu gives',
  },
  protocol: 'The sub-protocol is v12.stomp, heart-beats are 10 s both ways.',
  groups: {
    receive: { title: 'To the server', lead: 'SEND to these.' },
    answer: { title: 'Answered at once', lead: 'SUBSCRIBE to these: one message says how it is now.' },
    send: { title: 'From the server', lead: 'SUBSCRIBE to these: what changes comes from then on.' },
    own: {
      title: 'For you alone',
      lead: 'SUBSCRIBE to these: you get what is for you, and nobody else does.',
    },
  },
  journaled: 'Nothing is lost: come back with after',
  reply: 'Reply at',
  payload: 'Payload',
  replyPayload: 'Payload of the reply',
  noPayload: 'There is no agreement on its payload.',
  field: 'Field',
  type: 'Type',
  meaning: 'Meaning',
  optional: 'optional',
  limits: { length: 'length {text}', items: '{text} items' },
};

export const words: Readonly<Record<Locale, typeof zh>> = { zh, en };
export type Words = typeof zh;
