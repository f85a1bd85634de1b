import { createHash } from "node:crypto";
import type { ModuleContext } from "@troad/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Proof } from "../domain/methods.ts";
import { deleteSession, findSession, insertSession } from "../store/sessions.ts";

/** Sessions of the account page: half an hour, ended on the server, apart from those of the services one signs in to. */
export type Sessions = {
  begin(request: FastifyRequest, reply: FastifyReply, proof: Proof): Promise<void>;
  current(request: FastifyRequest): Promise<Proof | undefined>;
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Ends the session of a Cookie header; for where there is no reply of ours. */
  endBy(secret: string | undefined): Promise<void>;
};

export const sessionPath = "/eid";
export const sessionCookie = "eid_session";
const lifeMs = 30 * 60_000;
const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

export function sessionKeeper(ctx: ModuleContext): Sessions {
  const cookie = { httpOnly: true, sameSite: "lax" as const, secure: ctx.origin("eid").startsWith("https:"), path: sessionPath };
  const endBy = async (secret: string | undefined): Promise<void> => {
    if (secret && secret.length <= 100) await deleteSession(ctx.db, hashOf(secret));
  };
  return {
    begin: async (request, reply, { subject, method }) => {
      await endBy(request.cookies[sessionCookie]);
      const secret = ctx.ids.secret();
      const now = ctx.clock.now();
      const expires = new Date(now.getTime() + lifeMs);
      await insertSession(ctx.db, {
        id_hash: hashOf(secret),
        subject,
        method,
        created_at: now.toISOString(),
        expires_at: expires.toISOString(),
      });
      reply.setCookie(sessionCookie, secret, cookie);
    },
    current: async (request) => {
      const secret = request.cookies[sessionCookie];
      if (!secret || secret.length > 100) return undefined;
      const row = await findSession(ctx.db, hashOf(secret), ctx.clock.now().toISOString());
      return row && { subject: row.subject, method: row.method };
    },
    end: async (request, reply) => {
      reply.clearCookie(sessionCookie, cookie);
      await endBy(request.cookies[sessionCookie]);
    },
    endBy,
  };
}
