/** The names in `{name}` and `{name:expression}` of a pattern that the compiler can see. */
type VariableOf<Path extends string> = Path extends `${string}{${infer Variable}}${infer Rest}`
  ? (Variable extends `${infer Name}:${string}` ? Name : Variable) | VariableOf<Rest>
  : never;

/** The variables of a path, by name: `{ accountId: string }` for `/sendChatMsgById/{accountId}`. */
export type PathParams<Path extends string> = string extends Path
  ? Readonly<Record<string, string>>
  : Readonly<Record<VariableOf<Path>, string>>;
