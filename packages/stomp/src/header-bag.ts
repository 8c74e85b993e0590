/**
 * A map of headers that inherits nothing, so that a stranger's `__proto__` or `constructor` is a name like
 * any other. `Object.create(null)` would do the same five times slower: engines make it a hash table.
 */
export class HeaderBag {
  [name: string]: string;
}

Object.setPrototypeOf(HeaderBag.prototype, null);
Reflect.deleteProperty(HeaderBag.prototype, 'constructor');
