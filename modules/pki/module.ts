import { readRoad } from "@troad/directory";
import { defineModule, env, offerApi, setting } from "@troad/kernel";
import { pkiApi } from "./api.ts";
import { openApplications } from "./applications/applications.ts";
import { openAuthority } from "./authority/open.ts";
import { urlsBelow } from "./authority/urls.ts";
import { agencyGrants } from "./domain/grants.ts";
import { applicationRoutes } from "./http/applications.ts";
import { openPkiOperator } from "./http/operator.ts";
import { pkiRoutes } from "./http/routes.ts";
import { pkiApiOf } from "./issuing.ts";
import { openStatuses } from "./status/statuses.ts";
import { findAdmitted } from "./store/admitted.ts";

const responderCheckMs = 3_600_000;
const folderCheckMs = 1_000;
/** An answer without a nonce is given again this long, and never for more than half of the time for which it is valid. */
const longestAgainMs = 60_000;

/** The certification authority, the OCSP responder and the time-stamping authority of the instance. */
export default defineModule({
  name: "pki",
  root: import.meta.url,
  early: ["/pki/"],
  // officers decide on pages of a module above
  reserved: {
    applications: ["identity"],
    application: ["identity"],
    decideApplication: ["identity"],
    certifyCard: ["cards"],
    endCardRequest: ["cards"],
  },
  env: {
    PKI_URL: setting(
      "Shared address under which certificates name OCSP responder, CRL and time-stamping authority.",
      env.origin(),
      {
        otherwise: "this process",
      },
    ),
    PKI_OCSP_SECONDS: setting(
      "Maximum age of a cached OCSP response; exchanges keep working this long if the responder is down.",
      env.integer(5, 86_400, 600),
    ),
    PKI_MEMBER_SECONDS: setting(
      "Lifetime of members' certificates, which running gateways renew.",
      env.integer(30, 126_144_000, 63_072_000),
    ),
    PKI_TRUST_SECONDS: setting(
      "For how long readers may hold the list of trust anchors; a new issuing key is used after more than that.",
      env.integer(1, 86_400, 60),
    ),
    PKI_INSTANCE: setting("Instance of the road whose members the authority certifies on application.", env.text("TWDEMO")),
    PKI_TOKEN: setting(
      "RFC 7512 URI of the PKCS#11 token with the authority's keys, without object: pkcs11:token=PKI?module-path=/...&pin-source=file:/...",
      env.optional(),
      { otherwise: "encrypted files" },
    ),
  },
  create: async (ctx) => {
    const authority = await openAuthority({ folder: ctx.folder, clock: ctx.clock, token: ctx.env.PKI_TOKEN });
    const urls = urlsBelow(ctx.env.PKI_URL ?? ctx.origin("pki"));
    const validSeconds = ctx.env.PKI_OCSP_SECONDS;
    const statuses = openStatuses({ db: ctx.db, clock: ctx.clock, againMs: Math.min(longestAgainMs, validSeconds * 500) });
    ctx.announce("ocsp", urls.ocsp);
    ctx.announce("crl", urls.of(1).crl);
    ctx.announce("tsa", urls.tsa);
    const [memberSeconds, holdSeconds] = [ctx.env.PKI_MEMBER_SECONDS, ctx.env.PKI_TRUST_SECONDS];
    const api = pkiApiOf({ ctx, authority, urls, statuses, memberSeconds, holdSeconds });
    const applications = openApplications(ctx, ctx.env.PKI_INSTANCE, api.enrolMember);
    const operator = await openPkiOperator(ctx, applications);
    ctx.announce("pki.operator", operator.socket);
    return {
      stop: operator.close,
      schedules: () => [
        { name: "pki.responder-certificate", everyMs: responderCheckMs, run: () => authority.renewResponders() },
        { name: "pki.generations", everyMs: folderCheckMs, run: () => authority.reload() },
      ],
      api: offerApi(pkiApi, {
        ...api,
        applications: (query) => applications.list(query),
        application: (id) => applications.one(id),
        decideApplication: ({ by, ...decision }) => applications.decide({ ...decision, actor: by }),
      }),
      // read on demand: an installation without a road, such as the eID alone, grants nothing to anyone
      grants: (agencies, method, args) =>
        agencyGrants(readRoad(ctx.content), async (agency) => {
          const admitted = await findAdmitted(ctx.db, agency);
          return admitted?.present ? admitted.member : undefined;
        })(agencies, method, args),
      routes: (app) => {
        applicationRoutes(ctx, applications)(app);
        // DER only: in a scope of its own, since it takes JSON for no body
        app.register(async (der) => pkiRoutes({ ctx, authority, statuses, validSeconds })(der));
      },
    };
  },
});
