import { casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import type { ModuleContext } from "@troad/kernel";
import type { Provider } from "oidc-provider";
import { readWallets, type WalletApp, type WalletContent } from "./domain/content.ts";
import { type Following, openFollowing } from "./issuer/follow.ts";
import { openIssuing } from "./issuer/issue.ts";
import { type Issued, openIssued } from "./issuer/issued.ts";
import { type IssuerKey, openIssuerKey } from "./issuer/key.ts";
import { type Lists, openLists } from "./issuer/lists.ts";
import { type Offers, openOffers } from "./issuer/offers.ts";
import { mountPath, openProvider } from "./issuer/provider.ts";
import { openRegister } from "./issuer/registers.ts";
import { openSources, type Sources } from "./issuer/sources.ts";
import { type Checks, openChecks } from "./verifier/checks.ts";

export type Wallet = {
  content: WalletContent;
  apps: readonly WalletApp[];
  origin: string;
  key: IssuerKey;
  provider: Provider;
  lists: Lists;
  sources: Sources;
  offers: Offers;
  issued: Issued;
  checks: Checks;
  following: Following;
};

/** Opens issuer and verifier. They share a process and no data: a check knows neither whose copy it saw nor which. */
export async function openWallet(ctx: ModuleContext, freshSeconds: number): Promise<Wallet> {
  const { card: content, apps } = readWallets(ctx.content);
  const [eid, cases, origin] = [ctx.use(eidApi), ctx.use(casesApi), ctx.origin("wallet")];
  const issuer = `${origin}${mountPath}`;
  const register = openRegister(ctx, content);
  const key = await openIssuerKey(ctx, { ...register, organization: register.member });
  const lists = openLists(ctx, { key, origin, freshSeconds });
  const sources = openSources({ ctx, content, eid, cases, register });
  const issuing = openIssuing({ ctx, content, key, lists, sources, origin, issuer });
  const provider = await openProvider({ ctx, content, apps, issuing });
  return {
    ...{ content, apps, origin, key, provider, lists, sources },
    offers: openOffers({ ctx, apps, provider, sources }),
    issued: openIssued(ctx),
    checks: openChecks({ ctx, content, key, lists, origin, issuer }),
    following: openFollowing({ ctx, eid, cases }),
  };
}
