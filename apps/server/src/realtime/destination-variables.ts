/** What stands for something in our destinations, for the AsyncAPI document. A test finds what is missing. */
export const destinationVariables: Readonly<Record<string, string>> = {
  shopId: 'The id of a shop: a whole number.',
  orderId: 'The id of an order: a whole number.',
  passId: 'The id of a pass: a whole number.',
  accountId:
    'Whom it is for, as the conversation says in its field “to”: a buyer, or a shop, which stands for all of its staff.',
};
