import type { ModuleContext } from "@troad/kernel";
import { ageClaim } from "../domain/claims.ts";
import type { WalletContent } from "../domain/content.ts";

/** Kinds of credential: their ids, the scopes of tokens for them, and the last part of the address of their type. */
export const scopes = ["eid", "certificate"] as const;
export const typeAddress = (origin: string, kind: (typeof scopes)[number]): string => `${origin}/wallet/types/${kind}`;

const certificateClaims = ["service", "agency", "certificate", "holder", "statements", "number", "issued_by"];
const claimsOf = (content: WalletContent, kind: (typeof scopes)[number]): string[] =>
  kind === "certificate" ? certificateClaims : [...Object.keys(content.claims), ...content.ages.map(ageClaim)];

type Texts = Pick<ModuleContext, "texts">;
const displayOf = ({ texts }: Texts, key: string) =>
  texts.languages.map(({ code }) => ({ name: texts.translator(code)(key), locale: code }));
const claimText = (claim: string): { key: string; params: Record<string, string> } => {
  const age = /^age_over_(\d+)$/.exec(claim)?.[1];
  return age === undefined ? { key: `wallet.claim.${claim}`, params: {} } : { key: "wallet.claim.age", params: { age } };
};

/** What the issuer says it issues (OpenID4VCI 1.0 section 12.2.4). */
export function configurationsOf(ctx: ModuleContext, content: WalletContent, issuer: string): Record<string, object> {
  const origin = new URL(issuer).origin;
  return Object.fromEntries(
    scopes.map((kind) => [
      kind,
      {
        ...{ format: "dc+sd-jwt", scope: kind, vct: typeAddress(origin, kind) },
        cryptographic_binding_methods_supported: ["jwk"],
        credential_signing_alg_values_supported: ["ES256"],
        proof_types_supported: { jwt: { proof_signing_alg_values_supported: ["ES256"] } },
        credential_metadata: {
          display: displayOf(ctx, `wallet.kind.${kind}`),
          claims: claimsOf(content, kind).map((claim) => ({ path: [claim] })),
        },
      },
    ]),
  );
}

/** The type of a credential, at its own address (SD-JWT VC section 6). */
export function typeMetadata(ctx: Texts, content: WalletContent, origin: string, kind: (typeof scopes)[number]): object {
  const display = ({ key, params }: ReturnType<typeof claimText>) =>
    ctx.texts.languages.map(({ code }) => ({ locale: code, label: ctx.texts.translator(code)(key, params) }));
  return {
    vct: typeAddress(origin, kind),
    name: ctx.texts.translator("en")(`wallet.kind.${kind}`),
    display: ctx.texts.languages.map(({ code }) => ({ locale: code, name: ctx.texts.translator(code)(`wallet.kind.${kind}`) })),
    claims: claimsOf(content, kind).map((claim) => ({ path: [claim], sd: "always", display: display(claimText(claim)) })),
  };
}
