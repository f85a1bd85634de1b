import type { CasesApi } from "@troad/cases/api";
import type { EidApi } from "@troad/eid/api";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import { claimsOf } from "../domain/claims.ts";
import type { WalletContent } from "../domain/content.ts";
import { fail } from "../errors.ts";
import type { Kind } from "../store/issues.ts";
import type { openRegister } from "./registers.ts";

type Parts = {
  ctx: Pick<ModuleContext, "clock">;
  content: WalletContent;
  eid: Pick<EidApi, "person" | "cardsOf">;
  cases: Pick<CasesApi, "ownCertificate">;
  register: ReturnType<typeof openRegister>;
};
export type Source = { kind: Kind; source: string; caseId: string | null };
/** What copies say, and until when what they came of counts (seconds). */
export type Content = { hidden: Record<string, unknown>; until: number | undefined };
export type Sources = ReturnType<typeof openSources>;

/** What wallets may get of a person: their identity card while it is active, and each of their certificates while it is valid. */
export function openSources({ ctx, content, eid, cases, register }: Parts) {
  const activeCard = async (subject: string) => (await eid.cardsOf(subject)).find(({ state }) => state === "active");
  const certificate = async (subject: string, { caseId, source }: Source) => {
    const found = await cases.ownCertificate({ id: caseId ?? "", subject, code: source }).catch(() => null);
    if (!found || found.code !== source) throw fail("wallet.source-unknown");
    if (!found.valid) throw fail("wallet.source-ended");
    return found;
  };
  return {
    /** The card of which a wallet would get copies now. Throws `wallet.no-card`. */
    card: async (subject: string): Promise<Source> => {
      const card = await activeCard(subject);
      if (!card) throw fail("wallet.no-card");
      return { kind: "eid", source: card.serial, caseId: null };
    },
    certificate: async (subject: string, caseId: string, code: string): Promise<Source> => {
      const source: Source = { kind: "certificate", source: code, caseId };
      await certificate(subject, source);
      return source;
    },
    /** What copies say, asked at this moment; refuses what has ended meanwhile. */
    contentOf: async (subject: string, source: Source, matter: string): Promise<Content> => {
      if (source.kind === "certificate") {
        const { token, validUntil } = await certificate(subject, source);
        return { hidden: said(token), until: validUntil === null ? undefined : Date.parse(validUntil) / 1_000 };
      }
      const [person, card] = [await eid.person(subject), await activeCard(subject)];
      if (!person || card?.serial !== source.source) throw fail("wallet.source-ended");
      const record = await register.recordOf(person.nationalId, matter);
      const hidden = claimsOf(content, record, taipeiDate(ctx.clock.now()));
      if (!hidden) throw fail("wallet.register-away");
      return { hidden, until: Date.parse(card.notAfter) / 1_000 };
    },
  };
}

/** What a certificate says, as the agency sealed it; the number with which it is looked up is shown alone, or not at all. */
function said(token: string): Record<string, unknown> {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as Record<string, unknown>;
  const { service, agency, certificate, holder, statements, jti } = claims;
  return Object.fromEntries(
    Object.entries({ service, agency, certificate, holder, statements, number: jti, issued_by: claims.iss }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}
