import { type Content, defineModule, env, handleJob, offerApi, setting } from "@troad/kernel";
import { pageOrigins, sitePages } from "@troad/web";
import Type from "typebox";
import { eidApi } from "./api.ts";
import { apiOf } from "./api-of.ts";
import { publishCard } from "./card/publish-job.ts";
import { sendLogout, tellLogout } from "./clients/logout-job.ts";
import { prepareDemo } from "./demo/prepare.ts";
import { createEid } from "./eid.ts";
import { accountRoutes } from "./http/account.ts";
import { cardRoutes } from "./http/card.ts";
import { interactionRoutes } from "./http/interaction.ts";
import { phoneRoutes } from "./http/phone.ts";
import { resumeRoutes } from "./http/resume.ts";
import { safetyRoutes } from "./http/safety.ts";
import { signInRoutes } from "./http/sign-in.ts";
import { wayRoutes } from "./http/ways.ts";
import { eidListings } from "./listings.ts";
import { mountProvider } from "./oidc/mount.ts";
import { serveScripts } from "./pages/shell.ts";
import { deviceRules } from "./passkey/models.ts";
import { purge } from "./store/oidc.ts";

const purgeEveryMs = 600_000;

const acting = Type.Object({ agency: Type.String(), steps: Type.Array(Type.Object({ do: Type.Optional(Type.String()) })) });
/** What agencies do to cards because of what another register tells them, as `agency act`. */
const actsOnCards = (content: Content): ReadonlySet<string> =>
  new Set(
    content
      .read("subscriptions", "subscription.json", acting)
      .flatMap(({ value: { agency, steps } }) =>
        steps.flatMap((step) => (step.do === undefined ? [] : [`${agency} ${step.do}`])),
      ),
  );
const cardActs: Readonly<Record<string, string>> = { revokeCardsOf: "revoke-cards", suspendCardsOf: "suspend-cards" };

/** The eID: cards and passkeys that prove who someone is, and the OpenID provider that passes this on to services. */
export default defineModule({
  name: "eid",
  root: import.meta.url,
  needs: ["pki", "notify"],
  // a national id names a person to nobody else
  reserved: {
    personOfNumber: ["cards", "cases", "people", "benefits", "mydata", "invoice"],
    addCard: ["cards"],
    cardChanges: ["wallet"],
    revokeCardsOf: ["subscriptions"],
    suspendCardsOf: ["subscriptions"],
    ownsCertificate: ["identity", "mydata"],
    signingCertificate: ["signing"],
    signWithCard: ["signing"],
    // pages on which clients are applied for and reviewed, and on which people say for whom they act
    ...Object.fromEntries(["applyForClient", "decideClient", "client", "clientSecret"].map((name) => [name, ["portal"]])),
    // whom people let a client get their data for
    ...{
      clients: ["portal", "mydata"],
      clientInForce: ["mydata", "providers", "invoice"],
      subjectFor: ["mydata", "providers"],
      personOfSubject: ["mydata", "connected"],
    },
    provenClient: ["connected", "cases", "providers", "mydata", "cards", "invoice"],
    ...{
      officeCode: ["proofing"],
      lockIdentity: ["proofing"],
      unlockIdentity: ["proofing"],
      isLocked: ["proofing"],
      endMandate: ["people"],
    },
    ...Object.fromEntries(
      ["mandateQuestion", "answerMandate", "tryDocuments", "answerDocuments"].map((name) => [name, ["proofing"]]),
    ),
  },
  env: {
    PORTAL_CLIENT_SECRET: setting(
      "Secret of the OpenID client `portal`, for a portal that does not share this data folder.",
      env.optional(),
      {
        otherwise: "generated once, kept in `clients/portal.json`",
        secret: true,
      },
    ),
    EID_RATE: setting(
      "Requests a minute from one address (one /64 of IPv6), counted separately for started sign-ins, challenges, proofs and PINs.",
      env.integer(1, 1_000_000, 120),
    ),
    EID_OCSP_URL: setting("Address of the OCSP responder that is asked about cards.", env.optional(), {
      otherwise: "the one that the authority announces",
    }),
    EID_STATUS_GRACE_SECONDS: setting(
      "How long the last good answer about a card stands while the OCSP responder cannot be reached; never for a key in a chip.",
      env.integer(0, 86_400, 900),
    ),
    EID_DENIED_POLICIES: setting("Certificate policies (OIDs, comma-separated) with which no card is accepted.", env.text("")),
    EID_SIGNING_KEYS: setting(
      "How many keys have signed id tokens so far: one more makes a new one at the next start, which then signs; all are published.",
      env.integer(1, 100, 1),
    ),
    EID_DEVICES: setting(
      "Devices whose passkeys are admitted: any, those listed by EID_MDS_BLOB with a verified attestation, or certified ones of them.",
      env.oneOf(deviceRules, "any"),
    ),
    EID_MDS_BLOB: setting("File with the FIDO metadata blob (MDS3).", env.optional()),
    EID_MDS_ROOT: setting("PEM file with the root certificate of EID_MDS_BLOB.", env.optional(), {
      otherwise: "FIDO Alliance's",
    }),
    PEOPLE: setting("Number of synthetic people in the registers of the demonstration.", env.integer(100, 5_000_000, 10_000)),
    POPULATION_SEED: setting("Seed of the synthetic population: the same text makes the same people.", env.text("t-road")),
  },
  pages: sitePages({ paths: ["/eid"], listings: eidListings }),
  create: async (ctx) => {
    const eid = await createEid(ctx, ctx.env);
    const granted = actsOnCards(ctx.content);
    return {
      api: offerApi(eidApi, apiOf(eid)),
      // an agency in a process of its own ends cards only if content says that it does so
      grants: (agencies, method) => agencies.some((agency) => granted.has(`${agency} ${cardActs[method]}`)),
      jobs: [
        handleJob(publishCard, ({ payload }) => eid.cards.publish(payload.serial)),
        handleJob(tellLogout, ({ payload }) => sendLogout(eid.provider, payload)),
      ],
      routes: (app) => {
        eid.site.register(app);
        serveScripts(app, eid.assets);
        mountProvider(app, eid.provider, pageOrigins(ctx), eid.limits.begin);
        for (const register of [
          cardRoutes,
          interactionRoutes,
          wayRoutes,
          phoneRoutes,
          signInRoutes,
          accountRoutes,
          safetyRoutes,
          resumeRoutes,
        ])
          register(app, eid);
      },
      schedules: () => [
        { name: "eid.ended", everyMs: purgeEveryMs, onceIn: ctx.db, run: () => purge(ctx.db, ctx.clock.now().toISOString()) },
      ],
      start: async () => {
        ctx.announce("eid.issuer", eid.provider.issuer);
        if (eid.demo)
          await prepareDemo(ctx, eid.demo.files, eid.cards, { people: ctx.env.PEOPLE, seed: ctx.env.POPULATION_SEED });
      },
    };
  },
});
