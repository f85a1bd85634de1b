import { createHash, createHmac, hash, randomBytes, timingSafeEqual } from "node:crypto";
import { type Standing, signToken, statusKeeper, verifyPresentation } from "@troad/credential";
import { installationSecret, instant, type ModuleContext } from "@troad/kernel";
import { ageClaim } from "../domain/claims.ts";
import type { WalletContent } from "../domain/content.ts";
import { fail } from "../errors.ts";
import type { IssuerKey } from "../issuer/key.ts";
import type { Lists } from "../issuer/lists.ts";
import { typeAddress } from "../issuer/metadata.ts";
import {
  answerCheck,
  type CheckRow,
  checkOfCode,
  countNumber,
  findCheck,
  insertCheck,
  markSeen,
  type Outcome,
  takeCheck,
} from "../store/checks.ts";

type Parts = { ctx: ModuleContext; content: WalletContent; key: IssuerKey; lists: Lists; origin: string; issuer: string };

export type { CheckRow } from "../store/checks.ts";
export type Checks = ReturnType<typeof openChecks>;
const checkSeconds = 300;
const mostNumbers = 2;
const credentialId = "age";

/**
 * OpenID4VP 1.0 for a counter: one claim is asked for (DCQL), by a signed request that one wallet fetches, once. The answer goes to the browser session
 * that asked, and only with the number that the holder's telephone shows: someone far away who answers the same request cannot stand in for them.
 */
export function openChecks({ ctx, content, key, lists, origin, issuer }: Parts) {
  const { db, clock } = ctx;
  const base = `${origin}/wallet/checks/`;
  const claim = ageClaim(content.counter.age);
  const type = typeAddress(origin, "eid");
  const secret = installationSecret(`${ctx.folder}/keys`, "checks");
  const keyed = (kind: string, text: string): string =>
    createHmac("sha256", secret).update(`${kind} ${text}`).digest("base64url");
  const statuses = statusKeeper({
    fetchList: async (uri) => {
      const token = await lists.token(lists.listOf(uri) ?? "");
      if (token === undefined) throw new Error("no list of ours");
      return token;
    },
    keys: () => key.keys,
    now: () => clock.now(),
  });
  const clientId = (): string => `x509_hash:${createHash("sha256").update(key.seal.certificate.der).digest("base64url")}`;
  /** The request of this browser session; every other session is told that there is none. */
  const own = async (id: string, session: string): Promise<CheckRow> => {
    const row = await findCheck(db, id, instant(clock));
    if (!row || row.session_hash !== keyed("session", session)) throw fail("wallet.check-unknown");
    return row;
  };
  const outcomeOf = async (
    presented: string,
    nonce: string,
  ): Promise<{ outcome: Outcome; reason: string | null; listAt: number | undefined }> => {
    const shown = await verifyPresentation(presented, {
      ...{ keysOf: (one) => (one === issuer ? key.keys : undefined), types: [type] },
      ...{ nonce, audience: clientId(), now: clock.now() },
    });
    if (!shown.ok) return { outcome: "refused", reason: shown.code, listAt: undefined };
    const standing: Standing = shown.status
      ? await statuses.standing(shown.status)
      : { checked: false, reason: "outside", listAt: undefined };
    if (!standing.checked) return { outcome: "not-checked", reason: null, listAt: standing.listAt };
    if (standing.status !== "valid") return { outcome: standing.status, reason: null, listAt: standing.listAt };
    const says = shown.claims[claim];
    if (typeof says !== "boolean") return { outcome: "refused", reason: "presentation.claim-missing", listAt: standing.listAt };
    return { outcome: says ? "yes" : "no", reason: null, listAt: standing.listAt };
  };
  return {
    age: content.counter.age,
    begin: async (session: string): Promise<string> => {
      const id = randomBytes(18).toString("base64url");
      const expires = new Date(clock.now().getTime() + checkSeconds * 1_000).toISOString();
      await insertCheck(db, {
        ...{ id, session_hash: keyed("session", session), nonce: randomBytes(24).toString("base64url"), expires_at: expires },
      });
      return id;
    },
    own,
    /** What a wallet is shown as a QR code. */
    linkOf: (id: string): string =>
      `openid4vp://?client_id=${encodeURIComponent(clientId())}&request_uri=${encodeURIComponent(`${base}${id}/request`)}`,
    /** The signed request (RFC 9101), for the first wallet that asks. */
    request: async (id: string): Promise<string> => {
      if (!(await takeCheck(db, id, instant(clock)))) throw fail("wallet.check-over");
      const row = (await findCheck(db, id, instant(clock)))!;
      const payload = {
        ...{ iss: clientId(), aud: "https://self-issued.me/v2", client_id: clientId(), response_type: "vp_token" },
        ...{
          response_mode: "direct_post",
          response_uri: `${base}${id}/answer`,
          nonce: row.nonce,
          state: hash("sha256", id, "base64url"),
        },
        dcql_query: {
          credentials: [{ id: credentialId, format: "dc+sd-jwt", meta: { vct_values: [type] }, claims: [{ path: [claim] }] }],
        },
        client_metadata: {
          vp_formats_supported: { "dc+sd-jwt": { "sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256"] } },
        },
      };
      const x5c = key.seal.chain.map(({ der }) => der.toString("base64"));
      return signToken(payload, { typ: "oauth-authz-req+jwt", signer: key.seal.signer, x5c });
    },
    /** Takes the answer of a wallet; gives the address that its telephone opens, where the number stands. */
    answer: async (id: string, { vpToken, state }: { vpToken: string; state: string }): Promise<string> => {
      const row = await findCheck(db, id, instant(clock));
      if (!row || row.fetched_at === null || row.answered_at !== null || state !== hash("sha256", id, "base64url"))
        throw fail("wallet.check-over");
      const { outcome, reason, listAt } = await outcomeOf(presentedIn(vpToken), row.nonce);
      const code = randomBytes(18).toString("base64url");
      const taken = await answerCheck(db, id, {
        ...{ outcome, reason, listAt: listAt === undefined ? null : new Date(listAt * 1_000).toISOString() },
        ...{ numberHash: keyed("number", `${id} ${numberOf(secret, code)}`), codeHash: keyed("code", code), at: instant(clock) },
      });
      if (!taken) throw fail("wallet.check-over");
      return `${origin}/wallet/shown/${code}`;
    },
    /** The number that the holder reads out. */
    numberOfCode: async (code: string): Promise<string> => {
      if (!(await checkOfCode(db, keyed("code", code), instant(clock)))) throw fail("wallet.check-unknown");
      return numberOf(secret, code);
    },
    /** Shows the outcome to who asked, against the number; a second wrong one ends it. */
    see: async (id: string, { browser, by }: { browser: string; by: string }, number: string): Promise<void> => {
      const row = await own(id, browser);
      if (!(await countNumber(db, id, mostNumbers))) throw fail("wallet.check-over");
      const [given, kept] = [Buffer.from(keyed("number", `${id} ${number}`)), Buffer.from(row.number_hash ?? "")];
      if (given.length !== kept.length || !timingSafeEqual(given, kept)) throw fail("wallet.number-wrong");
      await db.tx(async (tx) => {
        await markSeen(tx, id, instant(clock));
        await tx.audit({ actor: by, action: "wallet.age-checked", target: id, detail: { outcome: row.outcome } });
      });
    },
    isOver: ({ tries, seen_at: seen }: CheckRow): boolean => seen === null && tries >= mostNumbers,
  };
}

/** Four digits of the code that the telephone got: derived, so that nothing of it is stored. */
function numberOf(secret: string, code: string): string {
  const digest = createHmac("sha256", secret).update(`shown ${code}`).digest();
  return String(digest.readUInt32BE(0) % 10_000).padStart(4, "0");
}

/** The one presentation of a `vp_token` for our query; empty for anything else, which is then refused as unreadable. */
function presentedIn(vpToken: string): string {
  try {
    const given = (JSON.parse(vpToken) as Record<string, unknown>)[credentialId];
    const list = Array.isArray(given) ? given : [given];
    return list.length === 1 && typeof list[0] === "string" ? list[0] : "";
  } catch {
    return "";
  }
}
