import type { FastifyReply, FastifyRequest } from 'fastify';

/** A staff member who is logged in. */
export interface StaffVisitor {
  readonly id: number;
  readonly name: string;
  /** The login session, which ends at logout. */
  readonly session: string;
  /** The shops they work at, looked up for this very request. */
  readonly shopIds: readonly number[];
  /** Those of them where they are an owner or a manager, who may do what costs the shop money. */
  readonly managedShopIds: readonly number[];
  /** Those of them where they are an owner, who decides about its people. */
  readonly ownedShopIds: readonly number[];
}

/**
 * Tells who is behind a request. The accounts domain answers; the other domains ask through this interface, so
 * that no domain imports another. However often handlers ask about a request, they hear what its guard found last.
 */
export interface Visitors {
  /** The staff member, or undefined when nobody is logged in. */
  findStaff(request: FastifyRequest): Promise<StaffVisitor | undefined>;
  /** The staff member. Throws `not_logged_in`. */
  staff(request: FastifyRequest): Promise<StaffVisitor>;
  /** The staff member, who works at this shop. Throws `not_logged_in` or `not_your_shop`. */
  staffAt(request: FastifyRequest, shopId: number): Promise<StaffVisitor>;
  /** The staff member, who is an owner or a manager of this shop. Throws as `staffAt` does, or `managers_only`. */
  managerAt(request: FastifyRequest, shopId: number): Promise<StaffVisitor>;
  /** The staff member, who is an owner of this shop. Throws as `staffAt` does, or `owners_only`. */
  ownerAt(request: FastifyRequest, shopId: number): Promise<StaffVisitor>;
  /** The buyer's id, of the account that is logged in or else of the browser; undefined for one that we have not met. */
  findBuyer(request: FastifyRequest): Promise<string | undefined>;
  /** The buyer's id; a browser that has none is given its cookie with the reply. */
  buyer(request: FastifyRequest, reply: FastifyReply): Promise<string>;
}
