/** What the AsyncAPI document says in English, in Chinese, for its page. Tests find what is missing. */
export const chineseSummaries: Readonly<Record<string, string>> = {
  'Every step of every order of a shop; for its staff.': '一家店每张订单的每一步；给这家店的店员。',
  'Every step of one order; for its buyer and its shop’s staff.':
    '一张订单的每一步；给它的顾客和这家店的店员。',
  'Every change of a pass, and what each scan of its code comes to; for who holds it and its shop’s staff.':
    '一张次卡的每次变化、每次扫码的结果；给持卡的顾客和这家店的店员。',
  'Every visit that is taken at a shop, or undone; for its staff.':
    '一家店的每次核销和撤销；给这家店的店员。',
  'What is said about all orders of a shop; for its staff.': '一家店所有订单的对话；给这家店的店员。',
  'What is said about one order; for its buyer and its shop’s staff.':
    '一张订单的对话；给它的顾客和这家店的店员。',
  'What becomes of a shop’s menu; for everybody.': '一家店菜单的变化；谁都能听。',
  'What a shop announces; for everybody.': '一家店的公告；谁都能听。',
  'What all shops announce; for everybody.': '所有店的公告；谁都能听。',
  'How one of a shop’s staff is online now; for its staff.':
    '一位店员现在的在线情况，有变化就推送；给这家店的店员。',
  'Whether anybody of a shop is online; for everybody.': '店里是否有人在线，有变化就推送；谁都能听。',
  'Has the devices of a shop ring once; for its staff.': '让一家店的设备响一声试试；给这家店的店员。',
  'Whether any device of an open shop can ring; for its staff.':
    '营业中的店是否有设备能响铃，有变化就推送；给这家店的店员。',
  'Says what a device did about orders that ring; for the shop’s staff.':
    '一台设备报告它响了、没能响、或有人看到了；给这家店的店员。',
  'Says whether a device would ring if an order came now; for the shop’s staff.':
    '一台设备报告现在来单它会不会响；给这家店的店员。',
  'Has this device ring once, or for owners every device of the shop, to hear whether it does.':
    '让这台设备响一声试试；店主可以让店里所有设备都响。',
  'Whether any device of the open shop can ring.': '营业中的店现在是否有设备能响铃。',
  'Messages for us, and the receipts of ours.': '给我们的消息，以及我们所发消息的回执。',
  'Changes what a shop announces, or takes it down; for its owners and managers.':
    '改一家店的公告，或撤下它；店主和店长可用。',
  'Sends a message about an order to the other side: its buyer, or its shop.':
    '就一张订单给对方发消息：给顾客，或给店里。',
  'Who of the shop’s staff is online, on which devices.': '这家店有哪些店员在线，在哪些设备上。',
  'Whether anybody of the shop is online.': '店里现在是否有人在线。',
  'What went wrong with a message of this session.': '这个连接所发的消息出了什么错。',
  'The id of a shop: a whole number.': '店铺编号，整数。',
  'The id of an order: a whole number.': '订单编号，整数。',
  'The id of a pass: a whole number.': '次卡编号，整数。',
  'Whom it is for, as the conversation says in its field “to”: a buyer, or a shop, which stands for all of its staff.':
    '发给谁，照对话里 to 一栏写：一位顾客，或一家店，代表全体店员。',
};
