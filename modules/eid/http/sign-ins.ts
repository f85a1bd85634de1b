import { instant, type ModuleContext } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import type { Role } from "../api.ts";
import { agentOf } from "../domain/agent.ts";
import { factsOf, type Method, type Proof } from "../domain/methods.ts";
import {
  type EndReason,
  endProviderState,
  endSignIns,
  findStanding,
  insertSignIn,
  type Standing,
  seeSignIn,
  signInsOf,
} from "../store/sign-ins.ts";

export type SignInView = { id: string; client: string; method: Method; agent: string; at: string; seenAt: string };

/** Where and how people are signed in: one entry per proof, on which all its sessions depend. */
export type SignIns = {
  begin(request: FastifyRequest, proof: Proof, client: string): Promise<string>;
  /** The roles of the person behind this sign-in and how strong their proof was, while it lasts; each query counts as activity. */
  standing(id: string): Promise<{ subject: string; roles: Role[]; proof: number } | null>;
  of(subject: string): Promise<SignInView[]>;
  end(which: { subject: string; id?: string; except?: string; credential?: string }, reason: EndReason): Promise<void>;
  /** Ends what a person has with one client. */
  endClient(subject: string, client: string): Promise<void>;
};

/** As long as the longest idle session of any of our services. */
const idleMs = 30 * 60_000;
const seenEveryMs = 60_000;

/** `isUsable` says whether the proof of a sign-in may still prove anything: a session is worth no more than what it began with. */
export function signInKeeper(ctx: ModuleContext, isUsable: (standing: Standing) => Promise<boolean>): SignIns {
  return {
    begin: async (request, { subject, method, credential }, client) => {
      const id = ctx.ids.secret(16);
      const agent = agentOf(request.headers["user-agent"]);
      await insertSignIn(ctx.db, { id, subject, method, credential, client, agent, at: instant(ctx.clock) });
      return id;
    },
    standing: async (id) => {
      const row = id.length <= 100 ? await findStanding(ctx.db, id) : undefined;
      if (!row || !(await isUsable(row))) return null;
      const now = ctx.clock.now();
      if (now.getTime() - Date.parse(row.seen_at) > seenEveryMs) await seeSignIn(ctx.db, id, now.toISOString());
      return { subject: row.subject, roles: row.roles, proof: factsOf(row.method).level };
    },
    of: async (subject) => {
      const rows = await signInsOf(ctx.db, subject, new Date(ctx.clock.now().getTime() - idleMs).toISOString());
      return rows.map(({ id, client, method, agent, at, seen_at }) => ({ id, client, method, agent, at, seenAt: seen_at }));
    },
    endClient: (subject, client) =>
      ctx.db.tx(async (tx) => {
        await endSignIns(tx, { subject, client }, "ended-by-holder", instant(ctx.clock));
      }),
    end: (which, reason) =>
      ctx.db.tx(async (tx) => {
        const ended = await endSignIns(tx, which, reason, instant(ctx.clock));
        if (which.id === undefined && which.except === undefined && which.credential === undefined)
          await endProviderState(tx, which.subject);
        if (ended > 0)
          await tx.audit({ actor: which.subject, action: "eid.sign-ins-end", target: which.subject, detail: { ended, reason } });
      }),
  };
}
