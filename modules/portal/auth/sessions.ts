import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { EidApi, Role } from "@troad/eid/api";
import type { ModuleContext } from "@troad/kernel";
import type { PeopleApi } from "@troad/people/api";
import { type SessionRole, sessionCookie } from "@troad/web";
import type { FastifyReply, FastifyRequest } from "fastify";
import { deleteSession, extendSession, findSession, insertSession, type SessionRow } from "../store/sessions.ts";

/** The signed-in person of a request. */
export type Session = {
  idHash: string;
  subject: string;
  name: string;
  nationalId: string | null;
  /** What the person is for themselves, and the posts that they hold at the moment. */
  roles: SessionRole[];
  idToken: string;
  /** The sign-in at the eID that the session depends on. */
  signIn: string;
  /** How strong the proof of that sign-in was. */
  proof: number;
};

const idleMs = 30 * 60_000;
const longestMs = 8 * 3_600_000;
/** The role that everyone has for themselves; all others are posts. */
const personal = "citizen";
const extendEveryMs = 60_000;

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/**
 * Cookie-borne sessions (ASVS 5.0 chapter 7): 30 minutes idle, 8 hours at most, ended on the server, and no longer than the sign-in at the
 * eID that they depend on.
 */
export function sessionKeeper(ctx: ModuleContext, eid: Pick<EidApi, "signIn">, people: Pick<PeopleApi, "postsOf">) {
  const secure = ctx.origin("portal").startsWith("https:");
  const name = sessionCookie(ctx.origin("portal"));
  const cookie = { httpOnly: true, sameSite: "lax" as const, secure, path: "/" };
  const at = (ms: number): string => new Date(ctx.clock.now().getTime() + ms).toISOString();
  const toSession = (row: SessionRow, proof: number): Session => ({
    proof,
    idHash: row.id_hash,
    subject: row.subject,
    name: row.name,
    nationalId: row.national_id,
    roles: row.roles,
    idToken: row.id_token,
    signIn: row.sign_in,
  });

  const bySecret = async (secret: string | undefined): Promise<Session | undefined> => {
    if (!secret || secret.length > 100) return undefined;
    const row = await findSession(ctx.db, hashOf(secret), at(0));
    if (!row) return undefined;
    // asked each time: a suspended card, a removed role or a click on another device takes effect with the next page
    const standing = await eid.signIn(row.sign_in);
    if (standing?.subject !== row.subject || !isDeepStrictEqual(standing.roles, row.roles)) {
      await deleteSession(ctx.db, row.id_hash);
      return undefined;
    }
    const until = Math.min(ctx.clock.now().getTime() + idleMs, Date.parse(row.created_at) + longestMs);
    if (until - Date.parse(row.expires_at) > extendEveryMs)
      await extendSession(ctx.db, row.id_hash, new Date(until).toISOString());
    // a post that has ended acts no more: it is asked for at each request and kept nowhere
    const posts = await people.postsOf(row.subject);
    return { ...toSession(row, standing.proof), roles: [...row.roles.filter(({ role }) => role === personal), ...posts] };
  };

  return {
    cookie,
    secure,
    bySecret,
    begin: async (
      reply: FastifyReply,
      person: Omit<Session, "idHash" | "roles" | "proof"> & { roles: Role[] },
    ): Promise<void> => {
      const secret = ctx.ids.secret();
      await insertSession(ctx.db, {
        id_hash: hashOf(secret),
        subject: person.subject,
        name: person.name,
        national_id: person.nationalId,
        roles: person.roles,
        id_token: person.idToken,
        sign_in: person.signIn,
        created_at: at(0),
        expires_at: at(idleMs),
      });
      reply.setCookie(name, secret, cookie);
    },
    current: (request: FastifyRequest): Promise<Session | undefined> => bySecret(request.cookies[name]),
    end: async (request: FastifyRequest, reply: FastifyReply): Promise<Pick<Session, "idToken" | "signIn"> | undefined> => {
      const secret = request.cookies[name];
      reply.clearCookie(name, cookie);
      const row = secret ? await deleteSession(ctx.db, hashOf(secret)) : undefined;
      return row && { idToken: row.id_token, signIn: row.sign_in };
    },
  };
}

export type SessionKeeper = ReturnType<typeof sessionKeeper>;
