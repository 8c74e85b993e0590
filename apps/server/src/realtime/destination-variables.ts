/** What stands for something in our destinations, for the AsyncAPI document. A test finds what is missing. */
export const destinationVariables: Readonly<Record<string, string>> = {
  shopId: 'The id of a shop: a whole number.',
  orderId: 'The id of an order: a whole number.',
  accountId:
    'Whom it is for: `to` of the conversation. A buyer is `buyer:` and their id; a shop is `shop:` and its id, and stands for all of its staff.',
};
