import { installationSecret, isDatabaseUnavailable, type ModuleContext, type RateLimit, rateLimit } from "@troad/kernel";
import { type RoleDefinition, readRoles, type Site } from "@troad/web";
import { Provider } from "oidc-provider";
import { type Cards, cardService } from "./card/cards.ts";
import { demoReader, type ReadCard } from "./card/reader.ts";
import { type CardSigning, cardSigning } from "./card/signing.ts";
import { type CardEnv, type CardVerifier, cardVerifier, type VerifyToken } from "./card/verify.ts";
import { type Clients, clientKeeper } from "./clients/clients.ts";
import { type CardFiles, cardFiles } from "./demo/card-files.ts";
import { type History, historyKeeper } from "./history/visits.ts";
import { type Sessions, sessionKeeper } from "./http/sessions.ts";
import { type SignIns, signInKeeper } from "./http/sign-ins.ts";
import { providerConfiguration } from "./oidc/configuration.ts";
import { plainCookies } from "./oidc/cookies.ts";
import { type Interactions, interactionsOf } from "./oidc/interactions.ts";
import { providerPages } from "./oidc/pages.ts";
import { countOnce } from "./oidc/replay.ts";
import { watchSignOut } from "./oidc/sign-out.ts";
import { type Assets, siteOf } from "./pages/shell.ts";
import { type DeviceRule, deviceModels } from "./passkey/models.ts";
import { type Passkeys, passkeyService } from "./passkey/passkeys.ts";
import { phoneHooks } from "./phone/ciba.ts";
import { type Phones, phoneService } from "./phone/phones.ts";
import { findPasskey } from "./store/passkeys.ts";
import { demoPeople, type PersonRow } from "./store/people.ts";
import { findPhone } from "./store/phones.ts";
import { type Codes, codeService } from "./ways/codes.ts";
import { type Locks, lockService } from "./ways/lock.ts";
import { type Tickets, ticketKeeper } from "./ways/tickets.ts";

/** The dependencies of every part of the module. */
export type Eid = {
  ctx: ModuleContext;
  /** `scheme://host[:port]`, which cards and passkeys bind their signatures to. */
  origin: string;
  provider: Provider;
  interactions: Interactions;
  cards: Cards;
  verify: VerifyToken;
  isInForce: CardVerifier["isInForce"];
  /** Card files, the reader that opens them and the people they belong to; in the demonstration only. */
  demo: { files: CardFiles; read: ReadCard; signing: CardSigning; people(): Promise<PersonRow[]> } | undefined;
  passkeys: Passkeys;
  phones: Phones;
  codes: Codes;
  locks: Locks;
  clients: Clients;
  tickets: Tickets;
  history: History;
  sessions: Sessions;
  signIns: SignIns;
  limits: { begin: RateLimit; challenge: RateLimit; token: RateLimit; pin: RateLimit };
  assets: Assets;
  site: Site;
  /** The roles of content, in their order. */
  roles: readonly RoleDefinition[];
};

export type EidEnv = CardEnv & {
  PORTAL_CLIENT_SECRET: string | undefined;
  EID_RATE: number;
  EID_SIGNING_KEYS: number;
  EID_DEVICES: DeviceRule;
  EID_MDS_BLOB: string | undefined;
  EID_MDS_ROOT: string | undefined;
};

export async function createEid(ctx: ModuleContext, env: EidEnv): Promise<Eid> {
  const origin = ctx.origin("eid");
  const { verify, mayProve, isInForce } = cardVerifier(ctx, origin, env);
  const files = cardFiles(ctx);
  const locks = lockService(ctx, origin);
  const signIns = signInKeeper(ctx, async ({ method, credential, card, locked }) => {
    if (locked) return method === "office";
    if (method === "card" || method === "card-file")
      return card !== null && isInForce({ serial: credential, action: card.action });
    if (method === "passkey-bound" || method === "passkey-synced") {
      const passkey = await findPasskey(ctx.db, credential);
      return passkey !== undefined && mayProve(passkey);
    }
    if (method === "phone") {
      const phone = await findPhone(ctx.db, credential);
      return phone !== undefined && mayProve(phone);
    }
    return true;
  });
  const secret = installationSecret(`${ctx.folder}/keys`, "clients");
  const clients = clientKeeper(ctx, secret);
  const models = deviceModels({ rule: env.EID_DEVICES, blob: env.EID_MDS_BLOB, root: env.EID_MDS_ROOT });
  const phones = phoneService(ctx, origin, mayProve);
  const sessions = sessionKeeper(ctx, signIns);
  const assets: Assets = { passkey: "", webEid: "", phone: "" };
  const site = siteOf(ctx);
  const configuration = await providerConfiguration(
    ctx,
    env,
    clients,
    phoneHooks(() => phones),
  );
  const provider = new Provider(`${origin}/eid/oidc`, { ...configuration, ...providerPages(site, configuration, ctx.db) });
  countOnce(ctx, provider);
  plainCookies(provider);
  watchSignOut(provider, sessions);
  provider.on("server_error", (context, error) => {
    ctx.log.error({ err: error }, "the OpenID provider failed");
    if (!isDatabaseUnavailable(error)) return;
    context.status = 503;
    context.set("retry-after", "5");
  });
  const limit = (name: string) => rateLimit(ctx.db, ctx.clock, name, env.EID_RATE);
  return {
    ctx,
    origin,
    provider,
    interactions: interactionsOf(provider),
    cards: cardService(ctx),
    verify,
    isInForce,
    demo: ctx.demo
      ? {
          files,
          read: demoReader(ctx, origin, files, verify),
          signing: cardSigning(ctx, files, isInForce),
          people: () => demoPeople(ctx.db),
        }
      : undefined,
    passkeys: passkeyService(ctx, origin, mayProve, models),
    ...{ phones, locks, clients },
    codes: codeService(ctx, origin, secret),
    tickets: ticketKeeper(ctx, origin),
    history: historyKeeper(ctx),
    sessions,
    signIns,
    limits: { begin: limit("begin"), challenge: limit("challenge"), token: limit("token"), pin: limit("pin") },
    assets,
    site,
    roles: readRoles(ctx.content),
  };
}
