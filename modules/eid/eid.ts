import { isDatabaseUnavailable, type ModuleContext } from "@troad/kernel";
import { type RoleDefinition, readRoles, type Site } from "@troad/web";
import { Provider } from "oidc-provider";
import { type Cards, cardService } from "./card/cards.ts";
import { demoReader, type ReadCard } from "./card/reader.ts";
import { cardVerifier, type VerifyToken } from "./card/verify.ts";
import { type CardFiles, cardFiles } from "./demo/card-files.ts";
import { type Limit, rateLimit } from "./http/limits.ts";
import { type Sessions, sessionKeeper } from "./http/sessions.ts";
import { type SignIns, signInKeeper } from "./http/sign-ins.ts";
import { providerConfiguration } from "./oidc/configuration.ts";
import { plainCookies } from "./oidc/cookies.ts";
import { type Interactions, interactionsOf } from "./oidc/interactions.ts";
import { providerPages } from "./oidc/pages.ts";
import { watchSignOut } from "./oidc/sign-out.ts";
import { type Assets, siteOf } from "./pages/shell.ts";
import { type Passkeys, passkeyService } from "./passkey/passkeys.ts";
import { demoPeople, type PersonRow } from "./store/people.ts";

/** The dependencies of every part of the module. */
export type Eid = {
  ctx: ModuleContext;
  /** `scheme://host[:port]`, which cards and passkeys bind their signatures to. */
  origin: string;
  provider: Provider;
  interactions: Interactions;
  cards: Cards;
  verify: VerifyToken;
  /** Card files, the reader that opens them and the people they belong to; in the demonstration only. */
  demo: { files: CardFiles; read: ReadCard; people(): Promise<PersonRow[]> } | undefined;
  passkeys: Passkeys;
  sessions: Sessions;
  signIns: SignIns;
  limits: { begin: Limit; challenge: Limit; token: Limit; pin: Limit };
  assets: Assets;
  site: Site;
  /** The roles of content, in their order. */
  roles: readonly RoleDefinition[];
};

export type EidEnv = { PORTAL_CLIENT_SECRET: string | undefined; EID_RATE: number };

export async function createEid(ctx: ModuleContext, env: EidEnv): Promise<Eid> {
  const origin = ctx.origin("eid");
  const { verify, isUsable, isInForce } = cardVerifier(ctx, origin);
  const files = cardFiles(ctx);
  const signIns = signInKeeper(ctx, async ({ subject, method, credential, card }) => {
    if (method !== "card" && method !== "card-file") return isUsable(subject);
    return card !== null && isInForce({ serial: credential, action: card.action });
  });
  const sessions = sessionKeeper(ctx, signIns);
  const assets: Assets = { passkey: "", webEid: "" };
  const site = siteOf(ctx);
  const configuration = await providerConfiguration(ctx, env.PORTAL_CLIENT_SECRET);
  const provider = new Provider(`${origin}/eid/oidc`, { ...configuration, ...providerPages(site, configuration) });
  plainCookies(provider);
  watchSignOut(provider, sessions);
  provider.on("server_error", (context, error) => {
    ctx.log.error({ err: error }, "the OpenID provider failed");
    if (!isDatabaseUnavailable(error)) return;
    context.status = 503;
    context.set("retry-after", "5");
  });
  const limit = () => rateLimit(ctx.clock, env.EID_RATE);
  return {
    ctx,
    origin,
    provider,
    interactions: interactionsOf(provider),
    cards: cardService(ctx),
    verify,
    demo: ctx.demo ? { files, read: demoReader(ctx, origin, files, verify), people: () => demoPeople(ctx.db) } : undefined,
    passkeys: passkeyService(ctx, origin, isUsable),
    sessions,
    signIns,
    limits: { begin: limit(), challenge: limit(), token: limit(), pin: limit() },
    assets,
    site,
    roles: readRoles(ctx.content),
  };
}
