import { seeOther } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import Type from "typebox";
import { scopeOf } from "../clients/registration.ts";
import { fail } from "../domain/errors.ts";
import type { Eid } from "../eid.ts";
import { inLanguage } from "../pages/agree.ts";
import { phonePage } from "../pages/phone.ts";
import { sendPage } from "../pages/shell.ts";
import { answerClient } from "../phone/ciba.ts";
import type { Signed } from "../phone/phones.ts";
import { findPasskey } from "../store/passkeys.ts";
import type { PhoneRequestRow } from "../store/phones.ts";
import type { AccountSession } from "./sessions.ts";

type Shown = { id: string; service: string; organisation: string; purposes: string[]; choices: string[] };

/** Which card, or the office, what is added in this session depends on. */
export async function boundBy({ ctx }: Eid, { method, credential }: AccountSession): Promise<string | null> {
  if (method === "office") return "office";
  if (method === "card" || method === "card-file") return credential;
  return (await findPasskey(ctx.db, credential))?.bound_by ?? null;
}

/** The phone: a browser profile with a key, where its owner sees who asks what for, and chooses the number of the other screen. */
export function phoneRoutes(app: FastifyInstance, eid: Eid): void {
  const schema = { schema: { hide: true } };
  const nested = { schema: { ...schema.schema, body: Type.Object({}) }, config: { nestedBody: true } };

  app.get("/eid/phone", schema, async (request, reply) => {
    const session = await eid.sessions.current(request);
    return sendPage(eid.site, reply, phonePage(eid, request, session?.isFresh === true));
  });

  app.post("/eid/phone/challenge", schema, async (request) => {
    await eid.limits.challenge(request.ip);
    return eid.phones.challenge();
  });

  app.post<{ Body: Signed & { name: unknown; publicKey: unknown } }>("/eid/phone", nested, async (request) => {
    await eid.limits.token(request.ip);
    const session = await eid.sessions.current(request);
    if (!session) throw fail("eid.session-missing");
    if (!session.isFresh) throw fail("eid.proof-stale");
    return eid.phones.add({ subject: session.subject, boundBy: await boundBy(eid, session) }, request.body);
  });

  app.post<{ Body: Signed }>("/eid/phone/pending", nested, async (request) => {
    await eid.limits.token(request.ip);
    const rows = await eid.phones.pending(request.body);
    return { requests: await Promise.all(rows.map((row) => shownOn(row, request.lang))) };
  });

  app.post<{ Body: Signed & { request: unknown; choice: unknown } }>("/eid/phone/decide", nested, async (request) => {
    await eid.limits.token(request.ip);
    const row = await eid.phones.decide(request.body);
    const client = await eid.clients.inForce(row.client);
    await answerClient(eid.ctx, eid.provider, row, client?.version ?? 0);
    await eid.history.add({
      ...{ subject: row.subject, client: row.client, what: row.state === "approved" ? "approved" : "not-approved" },
      method: "phone",
    });
    return { approved: row.state === "approved" };
  });

  app.post<{ Body: { id?: unknown } | undefined }>("/eid/account/phones/remove", schema, async (request, reply) => {
    const session = await eid.sessions.current(request);
    if (!session) throw fail("eid.session-missing");
    if (!session.isFresh) return seeOther(reply, "/eid/sign-in?again=1");
    await eid.phones.remove(session.subject, String(request.body?.id ?? ""));
    return seeOther(reply, "/eid/account");
  });

  /** Who asks, for what, and the numbers among which the other screen's is. */
  async function shownOn(row: PhoneRequestRow, lang: string): Promise<Shown> {
    const registration = (await eid.clients.inForce(row.client))?.registration;
    const t = eid.ctx.texts.translator(lang);
    const claims = registration?.claims.filter(({ claim }) => row.scopes.includes(scopeOf[claim])) ?? [];
    const purposes = claims.map(({ claim, purpose, law }) =>
      [t(`eid.claim.${claim}`), inLanguage(purpose, lang), law ?? ""].filter(Boolean).join(t("web.dot")),
    );
    return {
      ...{ id: row.id, choices: row.choices, purposes: purposes.length > 0 ? purposes : [t("eid.phone.purpose-sign-in")] },
      service: registration ? inLanguage(registration.name, lang) : t("eid.to-portal"),
      organisation: registration ? inLanguage(registration.organisation.name, lang) : t("eid.name"),
    };
  }
}
