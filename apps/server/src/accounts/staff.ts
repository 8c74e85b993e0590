export type Role = 'owner' | 'manager' | 'clerk';

export interface Staff {
  readonly id: number;
  readonly name: string;
  readonly roles: readonly StaffRole[];
}

export interface StaffRole {
  readonly shopId: number;
  readonly role: Role;
}

/** What somebody is at a shop; undefined when they do not work there. */
export function roleAt({ roles }: Staff, shopId: number): Role | undefined {
  return roles.find((role) => role.shopId === shopId)?.role;
}
