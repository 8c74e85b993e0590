import type { ConnectedSession, Outlet } from '../core/connected-session.ts';
import type { Place } from './place.ts';
import { takeOut, withLast } from './swap-list.ts';

/**
 * One subscriber in a group. What a delivery needs stands here itself: whoever is delivered to was last
 * looked at long ago, and each object more is memory that has to be fetched.
 */
export interface Member {
  readonly session: ConnectedSession;
  readonly outlet: Outlet;
  readonly place: Place;
  readonly group: Group;
  /** Where it stands in `group.members`. */
  index: number;
}

/** Subscribers to whom the same bytes go. */
export interface Group {
  readonly place: Place;
  members: Member[];
  /** Those of the members, each at the index of its member. */
  outlets: Outlet[];
  /** Where it stands among the groups. */
  index: number;
}

/** From so many groups on they are found through an index: most destinations have one or two. */
const INDEX_AT_GROUPS = 8;

/** Subscribers, grouped by what their MESSAGE frames have in common. */
export class SubscriberGroups {
  /** The subscriber, where there is but one, as at the destinations of users: found without a look at any list. */
  sole: Member | undefined;
  #groups: Group[] = [];
  #size = 0;
  #byKey: Map<string, Group> | undefined;

  /** Nobody may be added or removed while they are walked. */
  get all(): readonly Group[] {
    return this.#groups;
  }

  get isEmpty(): boolean {
    return this.#groups.length === 0;
  }

  add(place: Place, session: ConnectedSession): Member {
    const group = this.#find(place.key) ?? this.#open(place);
    const { outlet } = session;
    const member = { session, outlet, place: group.place, group, index: group.members.length };
    group.members = withLast(group.members, member);
    group.outlets = withLast(group.outlets, outlet);
    this.#resize(1);
    return member;
  }

  remove(member: Member): void {
    const { group, index } = member;
    if (!takeOut(group.members, member)) return;
    const last = group.outlets.pop();
    if (last && index < group.outlets.length) group.outlets[index] = last;
    if (group.members.length === 0) {
      takeOut(this.#groups, group);
      this.#byKey?.delete(group.place.key);
    }
    this.#resize(-1);
  }

  #resize(by: 1 | -1): void {
    this.#size += by;
    this.sole = this.#size === 1 ? this.#groups[0]?.members[0] : undefined;
  }

  #find(key: string): Group | undefined {
    return this.#byKey ? this.#byKey.get(key) : this.#groups.find(({ place }) => place.key === key);
  }

  #open(place: Place): Group {
    const group = { place, members: [], outlets: [], index: this.#groups.length };
    this.#groups = withLast(this.#groups, group);
    if (this.#byKey) this.#byKey.set(place.key, group);
    else if (this.#groups.length > INDEX_AT_GROUPS) {
      this.#byKey = new Map(this.#groups.map((known) => [known.place.key, known]));
    }
    return group;
  }
}
