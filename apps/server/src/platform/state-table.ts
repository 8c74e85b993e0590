/** One arrow of a state machine: `move` leads from each state of `from` to `to`. */
interface Transition<State extends string, Move extends string> {
  readonly move: Move;
  readonly from: readonly State[];
  readonly to: State;
}

export interface StateTable<State extends string, Move extends string> {
  readonly initial: State;
  readonly states: readonly State[];
  readonly transitions: readonly Transition<State, Move>[];
}

export interface StateMachine<State extends string, Move extends string> {
  readonly initial: State;
  readonly states: readonly State[];
  /** The states a move may start in, for `where state in (…)`; and the one it ends in. */
  readonly move: (move: Move) => { from: readonly State[]; to: State };
}

/**
 * Makes a state machine of its table. A table that cannot be right refuses to boot: it throws, naming every
 * fault, when a state or move is named twice, when a transition names a state that is not listed, and when a
 * state cannot be reached from the initial one.
 */
export function defineStates<State extends string, Move extends string>(
  name: string,
  table: StateTable<State, Move>,
): StateMachine<State, Move> {
  const faults = faultsOf(table);
  if (faults.length > 0) throw new Error(`The state table "${name}" is wrong: ${faults.join('; ')}.`);
  const byMove = new Map(table.transitions.map((transition) => [transition.move, transition]));
  return {
    initial: table.initial,
    states: table.states,
    move(move) {
      const transition = byMove.get(move);
      if (transition === undefined) throw new Error(`The state table "${name}" has no move "${move}".`);
      return { from: transition.from, to: transition.to };
    },
  };
}

function faultsOf(table: StateTable<string, string>): string[] {
  const known = new Set(table.states);
  const named = [table.initial, ...table.transitions.flatMap(({ from, to }) => [...from, to])];
  const reachable = reachableIn(table);
  return [
    ...repeated(table.states).map((state) => `state ${state} is listed twice`),
    ...repeated(table.transitions.map(({ move }) => move)).map((move) => `move ${move} is listed twice`),
    ...[...new Set(named)].filter((state) => !known.has(state)).map((state) => `state ${state} is unknown`),
    ...table.states.filter((state) => !reachable.has(state)).map((state) => `state ${state} is unreachable`),
  ];
}

function reachableIn({ initial, transitions }: StateTable<string, string>): Set<string> {
  const reached = new Set([initial]);
  // A Set iterates over what is added meanwhile, so this visits each reachable state once.
  for (const state of reached) {
    for (const { from, to } of transitions) if (from.includes(state)) reached.add(to);
  }
  return reached;
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
