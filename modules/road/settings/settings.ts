import { type ExternalService, servicesSchema } from "@troad/directory";
import { failures, instant } from "@troad/kernel";
import { parseCertificate } from "@troad/trust";
import Value from "typebox/value";
import type { GatewayApi } from "../api.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { serviceKey } from "../gateway/services/offered-services.ts";
import { allSystems, insertOffered, insertSystem } from "../store/settings.ts";

const settingFailure = failures({
  "gateway.service-unknown": 404,
  "gateway.service-malformed": 400,
  "gateway.service-of-content": 409,
  "gateway.subsystem-unknown": 404,
  "gateway.certificate-unreadable": 400,
  "gateway.certificate-unknown": 404,
});

/** What the agency itself sets at its gateway while it runs. `changed` lets the registry know what it has to. */
export function gatewaySettings(gateway: Gateway, changed: () => Promise<void>): GatewayApi {
  const { ctx, db } = gateway;
  const { offered, informationSystems } = gateway.offer;

  const requireSubsystem = (code: string): void => {
    if (!gateway.offer.servesSubsystem(code)) throw settingFailure("gateway.subsystem-unknown", { subsystem: code });
  };

  async function setService(service: ExternalService, present: boolean, actor: string): Promise<void> {
    const key = serviceKey(service);
    if (offered.isOfContent(key)) throw settingFailure("gateway.service-of-content", { service: key });
    await db.tx(async (tx) => {
      await insertOffered(tx, { at: instant(ctx.clock), actor, present }, service);
      await tx.audit({
        actor,
        action: present ? "road.service-set" : "road.service-ended",
        target: key,
        detail: { url: service.url },
      });
    });
    await offered.reload();
    await changed();
  }

  async function setSystem(
    row: { subsystem: string; fingerprint: string; certificate: string },
    present: boolean,
    actor: string,
  ) {
    await db.tx(async (tx) => {
      await insertSystem(tx, { at: instant(ctx.clock), actor, present }, row);
      const action = present ? "road.system-admitted" : "road.system-ended";
      await tx.audit({ actor, action, target: row.subsystem, detail: { fingerprint: row.fingerprint } });
    });
    await informationSystems.reload();
  }

  return {
    services: async () =>
      [...offered.all().values()].map((one) => ({ ...one, isOfContent: offered.isOfContent(serviceKey(one)) })),
    setService: async ({ service, actor }) => {
      if (!Value.Check(servicesSchema, [service])) throw settingFailure("gateway.service-malformed");
      requireSubsystem(service.subsystem);
      await setService(service, true, actor);
    },
    endService: async ({ subsystem, service, actor }) => {
      const known = offered.all().get(serviceKey({ subsystem, service }));
      if (!known) throw settingFailure("gateway.service-unknown", { service: `${subsystem}/${service}` });
      await setService(known, false, actor);
    },
    systems: async () => (await allSystems(db)).map(({ subsystem, fingerprint }) => ({ subsystem, fingerprint })),
    admitSystem: async ({ subsystem, certificate, actor }) => {
      requireSubsystem(subsystem);
      const { fingerprint, pem } = readCertificate(certificate);
      await setSystem({ subsystem, fingerprint, certificate: pem }, true, actor);
      return { fingerprint };
    },
    endSystem: async ({ subsystem, fingerprint, actor }) => {
      const known = (await allSystems(db)).find((one) => one.subsystem === subsystem && one.fingerprint === fingerprint);
      if (!known) throw settingFailure("gateway.certificate-unknown");
      await setSystem(known, false, actor);
    },
  };
}

function readCertificate(pem: string): { fingerprint: string; pem: string } {
  try {
    return parseCertificate(pem);
  } catch (error) {
    throw settingFailure("gateway.certificate-unreadable", {}, (error as Error).message);
  }
}
