import { CodedError, instant, isUuid, type ModuleContext, type Tx } from "@troad/kernel";
import { type ManagementRequest, mayDecide, type RequestState } from "../../domain/requests.ts";
import { allMembers, findServer, lockRegistry } from "../../store/members.ts";
import {
  checksOf,
  findRequest,
  insertCheck,
  insertRequest,
  insertState,
  listRequests,
  type RequestFilter,
  type RequestRow,
  statesOf,
} from "../../store/requests.ts";
import { registryFailure } from "../failures.ts";
import type { Roster } from "../members/roster.ts";
import { applyRequest, type ChangeRequest } from "./apply.ts";
import { checkSegment, type Finding, type SegmentTools } from "./segment.ts";
import { type RequestTrust, type Submission, verifyRequest } from "./verify.ts";

export type ManagementParts = {
  ctx: ModuleContext;
  roster: Roster;
  trust(): Omit<RequestTrust, "now">;
  segment(): SegmentTools;
  /** Called after the tables changed. */
  changed(): void;
};

/** Requests of one member that wait at once. */
const mostSettled = 100;

export type Receipt = { id: string; state: RequestState; clients: string[]; failed: string[] };

/** Takes signed requests, checks segments, decides by itself what is expected, and leaves the rest to an officer. */
export function managementRequests({ ctx, roster, trust, segment, changed }: ManagementParts) {
  const stateOf = async (id: string): Promise<RequestState> => (await statesOf(ctx.db, id)).at(-1)!.state;

  /** The member, its subsystem and its gateway are expected, by content or since an officer invited them: then no officer is waited for. */
  const isExpected = (request: ManagementRequest): boolean => {
    const agency = roster.ofMember(request.member);
    if (!agency?.servers.includes(request.server)) return false;
    if (request.type === "gateway-registration") return request.agency === agency.agency;
    if (request.type === "client-registration") return agency.subsystems.includes(request.subsystem);
    return true;
  };

  /** The segment behind the address that a request brings, or none. */
  async function findings(request: ManagementRequest): Promise<Finding[]> {
    if (request.type === "gateway-registration")
      return checkSegment(
        request.address,
        { certificate: request.tlsCertificate, profile: request.profile ?? "troad" },
        segment(),
      );
    if (request.type !== "address-change" && request.type !== "gateway-enabling") return [];
    const server = await findServer(ctx.db, request.member, request.server);
    if (!server?.present) throw registryFailure("registry.server-unknown");
    const { tls_certificate: certificate, profile } = server;
    return checkSegment("address" in request ? request.address : server.address, { certificate, profile }, segment());
  }

  async function record(id: string, found: Finding[]): Promise<string[]> {
    for (const one of found) await insertCheck(ctx.db, id, { ...one, at: instant(ctx.clock) });
    return found.filter(({ ok }) => !ok).map(({ name }) => name);
  }

  async function decide(id: string, state: RequestState, actor: string, reason: string | null, also?: (tx: Tx) => Promise<void>) {
    await ctx.db.tx(async (tx) => {
      await lockRegistry(tx);
      const states = await statesOf(tx, id);
      const last = states.at(-1);
      if (!last || !mayDecide(last.state)) throw registryFailure("registry.request-decided");
      await insertState(tx, id, { seq: last.seq + 1, at: instant(ctx.clock), state, actor, reason });
      await tx.audit({ actor, action: `road.request-${state}`, target: id });
      await also?.(tx);
    });
  }

  async function approve(request: ChangeRequest, actor: string, reason: string | null): Promise<void> {
    await decide(request.id, "approved", actor, reason, (tx) => applyRequest(ctx, tx, request, actor));
    changed();
  }

  /** A request that needs no officer may be met by two at once, its submission and what made it expected: it is approved once. */
  async function approveExpected(request: ChangeRequest, actor: string): Promise<void> {
    if (!mayDecide(await stateOf(request.id))) return;
    await approve(request, actor, null).catch((error: unknown) => {
      if (!(error instanceof CodedError && error.code === "registry.request-decided")) throw error;
    });
  }

  /** Ends an own request that waits; the revocation itself needs no decision. */
  async function revoke(request: Extract<ManagementRequest, { type: "request-revocation" }>): Promise<Receipt> {
    const other = await found(request.request);
    if (other.member !== request.member) throw registryFailure("registry.request-unknown");
    await decide(other.id, "revoked", request.member, null);
    await decide(request.id, "approved", request.member, null);
    return { id: request.id, state: "approved", clients: [], failed: [] };
  }

  async function found(id: string): Promise<RequestRow> {
    const row = isUuid(id) ? await findRequest(ctx.db, id) : undefined;
    if (!row) throw registryFailure("registry.request-unknown");
    return row;
  }

  return {
    submit: async (submission: Submission): Promise<Receipt> => {
      const request = await verifyRequest(submission, { ...trust(), now: ctx.clock.now() });
      if (!(await allMembers(ctx.db)).some(({ member }) => member === request.member))
        throw registryFailure("registry.member-unknown");
      await ctx.db.tx(async (tx) => {
        if (!(await insertRequest(tx, instant(ctx.clock), request, submission.sealed, submission.proof ?? null)))
          throw registryFailure("registry.request-replayed");
        const first = { seq: 1, at: instant(ctx.clock), state: "submitted" as const, actor: request.member, reason: null };
        await insertState(tx, request.id, first);
        await tx.audit({
          actor: request.member,
          action: "road.request-submitted",
          target: request.id,
          detail: { type: request.type },
        });
      });
      if (request.type === "request-revocation") return revoke(request);
      const failed = await record(request.id, await findings(request));
      if (failed.length === 0 && isExpected(request)) await approveExpected(request, "content");
      const server = await findServer(ctx.db, request.member, request.server);
      return { id: request.id, state: await stateOf(request.id), clients: server?.present ? server.clients : [], failed };
    },
    /** An officer's decision. Activation is refused while a check of the segment fails; the checks are made anew. */
    decide: async (query: { id: string; approve: boolean; reason: string | null; actor: string }): Promise<void> => {
      const { content: request } = await found(query.id);
      if (!mayDecide(await stateOf(request.id))) throw registryFailure("registry.request-decided");
      if (!query.approve) {
        if (!query.reason?.trim()) throw registryFailure("registry.reason-missing");
        return decide(request.id, "declined", query.actor, query.reason.trim().slice(0, 1000));
      }
      if (request.type === "request-revocation") throw registryFailure("registry.request-decided");
      const failed = await record(request.id, await findings(request));
      if (failed.length > 0) throw registryFailure("registry.check-failed", { checks: failed.join(", ") });
      await approve(request, query.actor, query.reason?.trim() || null);
    },
    /** A subsystem that its member registered before it was entered is served from now on: no officer decides it a second time. */
    settle: async (member: string, actor: string): Promise<void> => {
      const query = { state: "submitted" as const, type: "client-registration", member, before: null, limit: mostSettled };
      for (const { id } of await listRequests(ctx.db, query)) {
        const { content: request } = await found(id);
        if (request.type === "client-registration" && isExpected(request)) await approveExpected(request, actor);
      }
    },
    list: (query: RequestFilter & { before: string | null; limit: number }) => listRequests(ctx.db, query),
    view: async (id: string) => {
      const row = await found(id);
      const states = await statesOf(ctx.db, id);
      return { ...row, state: states.at(-1)!.state, states, checks: await checksOf(ctx.db, id) };
    },
  };
}
