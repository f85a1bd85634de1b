import { readRoad } from "@troad/directory";
import { defineModule, env, offerApi, setting } from "@troad/kernel";
import { pkiApi } from "./api.ts";
import { openAuthority } from "./domain/authority.ts";
import { agencyGrants } from "./domain/grants.ts";
import { pkiRoutes } from "./http/routes.ts";
import { pkiApiOf } from "./issuing.ts";
import { findAdmitted } from "./store/admitted.ts";

const responderCheckMs = 3_600_000;

/** The certification authority, the OCSP responder and the time-stamping authority of the instance. */
export default defineModule({
  name: "pki",
  root: import.meta.url,
  early: ["/pki/"],
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
  },
  create: async (ctx) => {
    const authority = await openAuthority({ folder: ctx.folder, clock: ctx.clock });
    const base = ctx.env.PKI_URL ?? ctx.origin("pki");
    const urls = {
      ocsp: `${base}/pki/ocsp`,
      crl: `${base}/pki/issuing.crl`,
      tsa: `${base}/pki/tsa`,
      caIssuers: `${base}/pki/issuing.crt`,
    };
    ctx.announce("ocsp", urls.ocsp);
    ctx.announce("crl", urls.crl);
    ctx.announce("tsa", urls.tsa);
    return {
      schedules: () => [{ name: "pki.responder-certificate", everyMs: responderCheckMs, run: () => authority.renewResponder() }],
      api: offerApi(pkiApi, pkiApiOf(ctx, authority, urls, ctx.env.PKI_MEMBER_SECONDS)),
      // read on demand: an installation without a road, such as the eID alone, grants nothing to anyone
      grants: (agencies, method, args) =>
        agencyGrants(readRoad(ctx.content), async (agency) => {
          const admitted = await findAdmitted(ctx.db, agency);
          return admitted?.present ? admitted.member : undefined;
        })(agencies, method, args),
      routes: pkiRoutes(ctx, authority, ctx.env.PKI_OCSP_SECONDS),
    };
  },
});
