/** Shipping information of what is paid in the mini program: WeChat keeps the money until it knows of it. */
export { askShipping } from './ask-shipping.ts';
export { countTroubledShipping } from './count-troubled.ts';
export { hearOfShipping } from './hear-of-shipping.ts';
export { readShipping } from './read-shipping.ts';
export { uploadDueShipping } from './upload-due-shipping.ts';
