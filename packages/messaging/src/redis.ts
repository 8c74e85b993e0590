/** The door to what needs Redis: the link between nodes, and a journal on Redis Streams. */
export {};
