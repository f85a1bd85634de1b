import { instant, type ModuleContext } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import type { JWK } from "jose";
import { openChallenge, takeChallenge } from "../card/challenges.ts";
import { fail } from "../domain/errors.ts";
import type { Proof } from "../domain/methods.ts";
import { lockStateOf } from "../store/locks.ts";
import {
  decideRequest,
  deletePhone,
  findPhone,
  findRequest,
  insertPhone,
  insertRequest,
  lockRequests,
  type PhoneRequestRow,
  type PhoneRow,
  pendingRequests,
  phonesOf,
  takeApproval,
  unsolicited,
  usePhone,
} from "../store/phones.ts";
import { endSignIns } from "../store/sign-ins.ts";
import { choicesFor } from "./choices.ts";
import { isSigned, signedText } from "./signed.ts";

export type PhoneView = { id: string; name: string; createdAt: string; lastUsedAt: string | null };
export type Asked = {
  subject: string;
  client: string;
  message?: string;
  scopes: string[];
  authReqId?: string;
  interaction?: string;
};
export type Signed = { phone: unknown; challengeId: unknown; signature: unknown };

export type Phones = {
  challenge(): Promise<{ challengeId: string; nonce: string }>;
  add(
    owner: { subject: string; boundBy: string | null },
    phone: { name: unknown; publicKey: unknown; challengeId: unknown; signature: unknown },
  ): Promise<{ id: string }>;
  of(subject: string): Promise<PhoneView[]>;
  remove(subject: string, id: string): Promise<void>;
  /** Asks a person's phones; undefined where there is none, or where too many requests were not approved. */
  ask(request: Asked): Promise<PhoneRequestRow | undefined>;
  /** What waits for the owner of this phone. */
  pending(signed: Signed): Promise<PhoneRequestRow[]>;
  /** The owner chose one of the numbers, or none. Gives the request as it is then. */
  decide(signed: Signed & { request: unknown; choice: unknown }): Promise<PhoneRequestRow & { state: "approved" | "denied" }>;
  /** The proof for the authorization request that asked. */
  take(id: string, interaction: string): Promise<Proof | undefined>;
};

/** After so many requests in a day that the person did not approve, the next is not shown. */
export const mostUnsolicited = 9;
const most = 5;
const lifeMs = 5 * 60_000;

/** Phones: browser profiles with a key of their own, on which people approve what another screen asks. */
export function phoneService(
  ctx: ModuleContext,
  origin: string,
  mayProve: (row: { subject: string; bound_by: string | null }) => Promise<boolean>,
): Phones {
  const now = (): string => instant(ctx.clock);
  const randomBelow = (below: number): number => ctx.ids.random(4).readUInt32BE() % below;

  async function proved({ phone, challengeId, signature }: Signed, act: string): Promise<PhoneRow> {
    const challenge = await takeChallenge(ctx, String(challengeId), "phone");
    const row = await findPhone(ctx.db, String(phone).slice(0, 100));
    if (!row || !isSigned(row.public_key, signedText(origin, challenge.nonce, act), String(signature).slice(0, 200)))
      throw fail("eid.phone-refused");
    if (!(await mayProve(row))) throw fail("eid.passkey-without-card");
    await usePhone(ctx.db, row.id, now());
    return row;
  }

  return {
    challenge: () => openChallenge(ctx, "phone"),
    add: async ({ subject, boundBy }, { name, publicKey, challengeId, signature }) => {
      const challenge = await takeChallenge(ctx, String(challengeId), "phone");
      const { kty, crv, x, y } = (publicKey ?? {}) as JWK;
      const key = { kty, crv, x, y } as JWK;
      if (!isSigned(key, signedText(origin, challenge.nonce, "add"), String(signature).slice(0, 200)))
        throw fail("eid.phone-refused");
      const id = ctx.ids.secret(16);
      await ctx.db.tx(async (tx) => {
        await lockRequests(tx, subject);
        if ((await phonesOf(tx, subject)).length >= most) throw fail("eid.phone-refused", {}, "too many");
        const called = typeof name === "string" && name.trim() !== "" ? name.trim().slice(0, 60) : "–";
        await insertPhone(tx, { id, subject, name: called, public_key: key, bound_by: boundBy, created_at: now() });
        await tx.audit({ actor: subject, action: "eid.phone-add", target: id });
      });
      return { id };
    },
    of: async (subject) =>
      (await phonesOf(ctx.db, subject)).map((row) => ({
        ...{ id: row.id, name: row.name, createdAt: row.created_at, lastUsedAt: row.last_used_at },
      })),
    remove: (subject, id) =>
      ctx.db.tx(async (tx) => {
        if (!(await deletePhone(tx, subject, id))) return;
        await endSignIns(tx, { subject, credential: id }, "passkey-removed", now());
        await tx.audit({ actor: subject, action: "eid.phone-remove", target: id });
      }),
    ask: async ({ subject, client, message, scopes, authReqId, interaction }) => {
      const shown = message ?? String(10 + randomBelow(90));
      const { since, locked } = await lockStateOf(ctx.db, subject);
      const usable = locked ? [] : await Promise.all((await phonesOf(ctx.db, subject)).map(mayProve));
      if (!usable.includes(true)) return undefined;
      const row = {
        ...{ id: ctx.ids.uuid(), subject, client, message: shown, choices: choicesFor(shown, randomBelow), scopes },
        ...{ auth_req_id: authReqId ?? null, interaction: interaction ?? null, at: now() },
        expires_at: new Date(ctx.clock.now().getTime() + lifeMs).toISOString(),
      };
      const earlier = await ctx.db.tx(async (tx) => {
        await lockRequests(tx, subject);
        const count = await unsolicited(tx, subject, row.at, since);
        if (count < mostUnsolicited) await insertRequest(tx, row);
        return count;
      });
      if (earlier < mostUnsolicited) return { ...row, state: "pending", phone: null };
      // once a day: the person may not have noticed what was refused
      await ctx.use(notifyApi).send({
        ...{ key: `eid phone blocked ${subject} ${row.at.slice(0, 10)}`, to: subject, channel: "message" },
        ...{ template: "eid-phone-blocked", params: {}, link: `${origin}/eid/account` },
      });
      return undefined;
    },
    pending: async (signed) => pendingRequests(ctx.db, (await proved(signed, "pending")).subject, now()),
    decide: async ({ request, choice, ...signed }) => {
      const [id, chosen] = [String(request), choice === null ? "" : String(choice)];
      const phone = await proved(signed, `decide ${id} ${chosen}`);
      const row = await findRequest(ctx.db, /^[0-9a-f-]{36}$/.test(id) ? id : ctx.ids.uuid());
      if (row?.subject !== phone.subject) throw fail("eid.phone-request-over");
      const state = chosen === row.message ? "approved" : "denied";
      if (!(await decideRequest(ctx.db, id, state, phone.id, now()))) throw fail("eid.phone-request-over");
      return { ...row, state, phone: phone.id };
    },
    take: async (id, interaction) => {
      const row = await takeApproval(ctx.db, id, interaction, now());
      return row && { subject: row.subject, method: "phone", credential: row.phone! };
    },
  };
}
