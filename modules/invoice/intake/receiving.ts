import type { IncomingMessage } from "node:http";
import { invoiceFailure } from "../errors.ts";

const mib = 1024 * 1024;

export type ReceivingLimits = {
  /** Maximum number of a party's incomplete bodies, and their total declared length. */
  bodiesOfParty: number;
  bytesOfParty: number;
  /** The same for all whose sender is not known yet, and for everyone. */
  bytesOfStrangers: number;
  bytes: number;
  /** A body without a declared length counts as the largest. */
  largest: number;
  /** After the grace period a body must have arrived at this average rate. */
  graceMs: number;
  bytesPerSecond: number;
  /** A body that has stalled for this long gives way to a newer one of its party. */
  idleMs: number;
};

const usual: ReceivingLimits = {
  ...{ bodiesOfParty: 32, bytesOfParty: 256 * mib, bytesOfStrangers: 256 * mib, bytes: 768 * mib, largest: 32 * mib },
  ...{ graceMs: 5_000, bytesPerSecond: 16 * 1024, idleMs: 1_000 },
};

/** The sender: one that has presented a token, or the network of one whose signature will identify it. */
export type Party = { readonly name: string; readonly isKnown: boolean };
type Body = {
  party: Party;
  size: number;
  since: number;
  before: number;
  seen: number;
  movedAt: number;
  incoming: IncomingMessage;
  cut(): void;
};

const checkMs = 1_000;

/**
 * Incomplete bodies. They use only memory, so they are counted by party and by bytes; one that stalls is cut off. A sender with a token
 * keeps its share whatever unknown clients do.
 */
export class Receiving {
  readonly #limits: ReceivingLimits;
  readonly #bodies = new Set<Body>();
  readonly #parties = new Map<string, Set<Body>>();
  #strangers = 0;
  #bytes = 0;
  #checking: NodeJS.Timeout | undefined;

  constructor(limits: Partial<ReceivingLimits> = {}) {
    this.#limits = { ...usual, ...limits };
  }

  /**
   * Counts a body until it is complete or its connection is gone; throws `invoice.busy` if there is no room. `cut` answers 408 and closes
   * the connection.
   */
  begin(incoming: IncomingMessage, party: Party, cut: () => void): void {
    if (incoming.complete) return;
    const { largest } = this.#limits;
    const size = Math.min(Number(incoming.headers["content-length"] ?? largest) || 0, largest);
    if (size === 0) return;
    while (!this.#hasRoom(party, size)) if (!this.#giveWay(party)) throw invoiceFailure("invoice.busy");
    const now = performance.now();
    const before = incoming.socket.bytesRead;
    const body: Body = { party, size, since: now, before, seen: before, movedAt: now, incoming, cut };
    this.#count(body);
    const end = (): void => this.#forget(body);
    incoming.once("end", end).once("close", end);
    this.#checking ??= setInterval(() => this.#check(), checkMs).unref();
  }

  #hasRoom(party: Party, size: number): boolean {
    const { bodiesOfParty, bytesOfParty, bytesOfStrangers, bytes } = this.#limits;
    const own = this.#parties.get(party.name);
    let ownBytes = size;
    for (const one of own ?? []) ownBytes += one.size;
    if ((own?.size ?? 0) >= bodiesOfParty || ownBytes > bytesOfParty) return false;
    return this.#bytes + size <= bytes && (party.isKnown || this.#strangers + size <= bytesOfStrangers);
  }

  /** Cuts off the party's body that has stalled longest, if one has; for unknown clients, any of theirs. */
  #giveWay(party: Party): boolean {
    const now = performance.now();
    let stillest: Body | undefined;
    for (const one of this.#bodies) {
      if (one.party.name !== party.name && (party.isKnown || one.party.isKnown)) continue;
      this.#look(one, now);
      if (now - one.movedAt >= this.#limits.idleMs && (!stillest || one.movedAt < stillest.movedAt)) stillest = one;
    }
    if (stillest) this.#cut(stillest);
    return stillest !== undefined;
  }

  #look(body: Body, now: number): void {
    const { bytesRead } = body.incoming.socket;
    if (bytesRead > body.seen) Object.assign(body, { seen: bytesRead, movedAt: now });
  }

  #check(): void {
    const now = performance.now();
    const { graceMs, bytesPerSecond } = this.#limits;
    for (const body of this.#bodies) {
      this.#look(body, now);
      const ms = now - body.since;
      if (ms > graceMs && body.seen - body.before < ((ms - graceMs) / 1000) * bytesPerSecond) this.#cut(body);
    }
    if (this.#bodies.size === 0) {
      clearInterval(this.#checking);
      this.#checking = undefined;
    }
  }

  #cut(body: Body): void {
    this.#forget(body);
    body.cut();
  }

  #count(body: Body): void {
    this.#bodies.add(body);
    const own = this.#parties.get(body.party.name) ?? new Set();
    this.#parties.set(body.party.name, own.add(body));
    this.#bytes += body.size;
    if (!body.party.isKnown) this.#strangers += body.size;
  }

  #forget(body: Body): void {
    if (!this.#bodies.delete(body)) return;
    const own = this.#parties.get(body.party.name)!;
    own.delete(body);
    if (own.size === 0) this.#parties.delete(body.party.name);
    this.#bytes -= body.size;
    if (!body.party.isKnown) this.#strangers -= body.size;
  }
}
