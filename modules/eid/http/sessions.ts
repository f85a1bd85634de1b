import { createHash } from "node:crypto";
import type { ModuleContext } from "@troad/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";
import { factsOf, type Proof } from "../domain/methods.ts";
import { deleteSession, findSession, insertSession, type SessionRow } from "../store/sessions.ts";
import type { SignIns } from "./sign-ins.ts";

/** The signed-in person, their sign-in, and whether the proof is fresh enough to change cards and passkeys. */
export type AccountSession = Proof & {
  signIn: string /** Proved just now, by a way that may change cards and passkeys. */;
  isFresh: boolean;
};

/** Sessions of the account page: half an hour, ended on the server, separate from those of the services that people sign in to. */
export type Sessions = {
  /** Begins a sign-in with `client` and the account page's session that depends on it; gives the sign-in's id. */
  begin(request: FastifyRequest, reply: FastifyReply, proof: Proof, client: string): Promise<string>;
  current(request: FastifyRequest): Promise<AccountSession | undefined>;
  /** Ends the session of this browser and gives the sign-in it depended on. */
  end(request: FastifyRequest, reply: FastifyReply): Promise<SessionRow | undefined>;
  /** The same for a Cookie header, where there is no reply of ours. */
  endBy(secret: string | undefined): Promise<SessionRow | undefined>;
};

/** A cookie name that no other host of the domain can set, where there is https (RFC 6265bis section 4.1.3.2). */
export const sessionCookieOf = (origin: string): string => (origin.startsWith("https:") ? "__Host-eid_session" : "eid_session");

const lifeMs = 30 * 60_000;
/** How long a proof counts as fresh: enough to read a page and press a button. */
export const freshMs = 5 * 60_000;
const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

export function sessionKeeper(ctx: ModuleContext, signIns: SignIns): Sessions {
  const origin = ctx.origin("eid");
  const name = sessionCookieOf(origin);
  const cookie = { httpOnly: true, sameSite: "lax" as const, secure: origin.startsWith("https:"), path: "/" };
  const endBy = async (secret: string | undefined): Promise<SessionRow | undefined> => {
    const row = secret && secret.length <= 100 ? await deleteSession(ctx.db, hashOf(secret)) : undefined;
    if (row) await signIns.end({ subject: row.subject, id: row.sign_in }, "signed-out");
    return row;
  };
  return {
    begin: async (request, reply, proof, client) => {
      await endBy(request.cookies[name]);
      const secret = ctx.ids.secret();
      const now = ctx.clock.now();
      const signIn = await signIns.begin(request, proof, client);
      await insertSession(ctx.db, {
        id_hash: hashOf(secret),
        subject: proof.subject,
        method: proof.method,
        sign_in: signIn,
        created_at: now.toISOString(),
        expires_at: new Date(now.getTime() + lifeMs).toISOString(),
      });
      reply.setCookie(name, secret, cookie);
      return signIn;
    },
    current: async (request) => {
      const secret = request.cookies[name];
      if (!secret || secret.length > 100) return undefined;
      const now = ctx.clock.now();
      const row = await findSession(ctx.db, hashOf(secret), now.toISOString());
      if (!row || !(await signIns.standing(row.sign_in))) return undefined;
      const { subject, method, credential, sign_in: signIn } = row;
      const age = now.getTime() - Date.parse(row.created_at);
      return { subject, method, credential, signIn, isFresh: factsOf(method).changes && age < freshMs };
    },
    end: async (request, reply) => {
      reply.clearCookie(name, cookie);
      return endBy(request.cookies[name]);
    },
    endBy,
  };
}
