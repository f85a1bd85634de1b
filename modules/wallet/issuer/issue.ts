import { issueSdJwt } from "@troad/credential";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import { decodeProtectedHeader } from "jose";
import { errors } from "oidc-provider";
import { lifeOf } from "../domain/claims.ts";
import type { WalletContent } from "../domain/content.ts";
import { countFetch, insertIssue, offerOfGrant } from "../store/issues.ts";
import { givePlaces } from "../store/lists.ts";
import type { IssuerKey } from "./key.ts";
import type { Lists } from "./lists.ts";
import { typeAddress } from "./metadata.ts";
import type { Sources } from "./sources.ts";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids" | "log">;
  content: WalletContent;
  key: IssuerKey;
  lists: Lists;
  sources: Sources;
  origin: string;
  issuer: string;
};
/** As the provider asks, once it has checked token, nonce and each proof. */
type Request = {
  credentialConfigurationId: string;
  proofs?: { jwt?: unknown } | undefined;
  accessToken: { grantId?: string | undefined; accountId?: string | undefined; jti?: string | undefined };
};
export type Issuing = ReturnType<typeof openIssuing>;

/** Makes copies: each for a key of its own, with salts and a place in a status list of its own, so that nothing ties two of them together. */
export function openIssuing({ ctx, content, key, lists, sources, origin, issuer }: Parts) {
  return {
    issue: async ({ credentialConfigurationId: kind, proofs, accessToken }: Request) => {
      const offer = await offerOfGrant(ctx.db, accessToken.grantId ?? "");
      if (!offer || offer.subject !== accessToken.accountId || offer.kind !== kind)
        throw new errors.CredentialRequestDenied("the token is not for this credential");
      const keys = holderKeys(proofs?.jwt);
      if (!(await countFetch(ctx.db, offer.id))) throw new errors.CredentialRequestDenied("it was fetched often enough");
      const id = ctx.ids.uuid();
      const source = { kind: offer.kind, source: offer.source, caseId: offer.case_id };
      const { hidden, until } = await sources
        .contentOf(offer.subject, source, `wallet ${id.slice(0, 8)}`)
        .catch((error: unknown) => {
          ctx.log.warn({ err: error }, "a wallet gets nothing");
          throw new errors.CredentialRequestDenied("what was offered cannot be issued now");
        });
      const now = ctx.clock.now();
      const { iat, exp } = lifeOf(now, content.days, until);
      if (exp <= now.getTime() / 1_000) throw new errors.CredentialRequestDenied("it ends today");
      const places = await ctx.db.tx(async (tx) => {
        await insertIssue(tx, {
          ...{ id, subject: offer.subject, kind: offer.kind, source: offer.source, case_id: offer.case_id, app: offer.app },
          ...{ copies: keys.length, expires_at: new Date(exp * 1_000).toISOString(), at: now.toISOString() },
        });
        await tx.audit({ actor: offer.subject, action: "wallet.issued", target: id, detail: { kind, copies: keys.length } });
        return givePlaces(tx, { issue: id, month: taipeiDate(now).slice(0, 7), count: keys.length });
      });
      const credentials = await Promise.all(
        keys.map((jwk, n) =>
          issueSdJwt(
            {
              ...{ iss: issuer, vct: typeAddress(origin, offer.kind), iat, exp, cnf: { jwk } },
              status: { status_list: { uri: lists.addressOf(places[n]!.list), idx: places[n]!.idx } },
            },
            hidden,
            { signer: key.seal.signer, kid: key.kid },
          ),
        ),
      );
      return { credentials: credentials.map((credential) => ({ credential })) };
    },
  };
}

/** The keys of proofs that the provider has verified. Two copies never share one. */
function holderKeys(proofs: unknown): object[] {
  const tokens = Array.isArray(proofs) ? (proofs as string[]) : [];
  const keys = tokens.map((proof) => {
    const { kty = "", crv = "", x = "", y = "" } = (decodeProtectedHeader(proof).jwk ?? {}) as Record<string, string>;
    return { kty, crv, x, y };
  });
  if (keys.length === 0 || keys.some(({ crv }) => crv !== "P-256"))
    throw new errors.InvalidProof("a proof with a P-256 key is needed");
  if (new Set(keys.map(({ x, y }) => `${x} ${y}`)).size < keys.length)
    throw new errors.InvalidProof("each copy needs a key of its own");
  return keys;
}
