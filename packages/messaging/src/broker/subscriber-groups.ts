import type { StompVersion } from '@carillon/stomp';
import type { Subscriber } from '../core/connected-session.ts';
import { encodeStart } from './message-encoder.ts';

/** One subscriber in a group; `cursor` is used by journal feeds only. */
export interface Member {
  readonly subscriber: Subscriber;
  readonly group: Group;
  /** Where it stands in `group.members`. */
  index: number;
  /** The number of the last entry that was delivered. */
  cursor: number;
}

/** What the MESSAGEs of a subscription have in common with those of others. */
export interface Place {
  readonly key: string;
  readonly version: StompVersion;
  readonly start: Uint8Array;
}

/** The subscribers of a destination to whom the same bytes go. */
export interface Group extends Place {
  readonly members: Member[];
}

/** Finds a subscription's place. Throws StompError when no MESSAGE of the version can carry the id. */
export function placeOf(id: string | undefined, version: StompVersion): Place {
  return { key: id === undefined ? version : `${version} ${id}`, version, start: encodeStart(id, version) };
}

/** The subscribers of one destination, grouped by what their MESSAGE frames have in common. */
export class SubscriberGroups {
  readonly #groups = new Map<string, Group>();

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  /** The groups; nobody may be added or removed while they are walked. */
  all(): Iterable<Group> {
    return this.#groups.values();
  }

  add(place: Place, subscriber: Subscriber, cursor = 0): Member {
    let group = this.#groups.get(place.key);
    if (!group) {
      group = { ...place, members: [] };
      this.#groups.set(place.key, group);
    }
    const member = { subscriber, group, index: group.members.length, cursor };
    group.members.push(member);
    return member;
  }

  remove(member: Member): void {
    const { members, key } = member.group;
    if (members[member.index] !== member) return;
    const last = members.pop();
    if (last && last !== member) {
      members[member.index] = last;
      last.index = member.index;
    }
    if (members.length === 0) this.#groups.delete(key);
  }
}
