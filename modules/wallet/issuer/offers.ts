import { randomBytes, randomInt } from "node:crypto";
import { instant, type ModuleContext } from "@troad/kernel";
import type { Provider } from "oidc-provider";
import type { WalletApp } from "../domain/content.ts";
import { fail } from "../errors.ts";
import { findOffer, insertOffer, type OfferRow, takeOffer } from "../store/issues.ts";
import { offerSeconds } from "./provider.ts";
import type { Source, Sources } from "./sources.ts";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  apps: readonly WalletApp[];
  provider: Provider;
  sources: Sources;
};
/** `offer` opens a wallet on this telephone, or is shown as a QR code; `code` is typed there and stands in neither. */
export type Offer = { offer: string; code: string; until: string };
export type Offers = ReturnType<typeof openOffers>;

/** What a person offers to one of their wallets: taken up once, within minutes, with a code that only the page shows. */
export function openOffers({ ctx, apps, provider, sources }: Parts) {
  const { issuer } = provider;
  const grantFor = async (subject: string, client: string, scope: string): Promise<string> => {
    const grant = new provider.Grant({ accountId: subject, clientId: client });
    // the provider counts a scope as its own and as the resource's
    grant.addOIDCScope(scope);
    grant.addResourceScope(issuer, scope);
    return grant.save();
  };
  const enter = async (subject: string, source: Source, app: string, grant: string | null): Promise<string> => {
    const id = randomBytes(24).toString("base64url");
    const until = new Date(ctx.clock.now().getTime() + offerSeconds * 1_000).toISOString();
    await insertOffer(ctx.db, {
      ...{ id, subject, kind: source.kind, source: source.source, case_id: source.caseId, app, grant_id: grant },
      ...{ expires_at: until, at: instant(ctx.clock) },
    });
    return id;
  };
  return {
    make: async (subject: string, source: Source, appId: string): Promise<Offer> => {
      const app = apps.find(({ id }) => id === appId);
      const client = app && (await provider.Client.find(app.client));
      if (!app || !client) throw fail("wallet.app-unknown");
      const grantId = await grantFor(subject, app.client, source.kind);
      const id = await enter(subject, source, app.id, grantId);
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      const preAuthorized = new provider.PreAuthorizedCode({
        ...{ accountId: subject, client, grantId, scope: source.kind, resource: issuer, txCode: code },
      } as never);
      const offer = {
        credential_issuer: issuer,
        credential_configuration_ids: [source.kind],
        grants: {
          authorization_code: { issuer_state: id },
          "urn:ietf:params:oauth:grant-type:pre-authorized_code": {
            "pre-authorized_code": await preAuthorized.save(),
            tx_code: { input_mode: "numeric", length: code.length },
          },
        },
      };
      return { offer: JSON.stringify(offer), code, until: (await findOffer(ctx.db, id, instant(ctx.clock)))!.expires_at };
    },
    /** What a wallet that came by itself asks for, and with what the person agrees; only their own. */
    asked: async (subject: string, { scope, state }: { scope: string; state: string | undefined }): Promise<Source> => {
      if (state !== undefined) {
        const offer = await findOffer(ctx.db, state, instant(ctx.clock));
        if (!offer) throw fail("wallet.offer-over");
        if (offer.subject !== subject) throw fail("wallet.other-person");
        return sourceOf(offer);
      }
      if (scope !== "eid") throw fail("wallet.source-unknown");
      return sources.card(subject);
    },
    agree: async (subject: string, client: string, source: Source): Promise<string> => {
      const app = apps.find((one) => one.client === client);
      if (!app) throw fail("wallet.app-unknown");
      const grantId = await grantFor(subject, client, source.kind);
      const id = await enter(subject, source, app.id, null);
      await takeOffer(ctx.db, id, grantId);
      return grantId;
    },
  };
}
const sourceOf = ({ kind, source, case_id: caseId }: OfferRow): Source => ({ kind, source, caseId });
