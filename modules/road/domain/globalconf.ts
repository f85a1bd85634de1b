import type { StoredAgreement } from "./agreement.ts";
import type { ServiceId } from "./identifiers.ts";

/** The global configuration: who is on the road, where, whom to trust, who may call what. Sealed by the platform, valid for ten minutes. */
export type GlobalConf = {
  instance: string;
  /** CLASS/CODE of the member that operates the road. */
  platform: string;
  issuedAt: string;
  expiresAt: string;
  members: {
    /** CLASS/CODE */
    member: string;
    name: Record<string, string>;
    subsystems: string[];
    gateways: { address: string; tlsFingerprint: string }[];
  }[];
  agreements: StoredAgreement[];
  trust: { roots: string[]; intermediates: string[]; ocsp: string; tsa: string; crl: string };
};

export const globalConfType = "troad-globalconf+jws";
export const globalConfLifeMs = 10 * 60_000;

export const findMember = (conf: GlobalConf, member: string): GlobalConf["members"][number] | undefined =>
  conf.members.find((one) => one.member === member);

/** The member whose gateway shows this TLS certificate (SHA-256, lower-case hex). */
export const memberByTls = (conf: GlobalConf, fingerprint: string): string | undefined =>
  conf.members.find((one) => one.gateways.some((gateway) => gateway.tlsFingerprint === fingerprint))?.member;

export function agreementFor(conf: GlobalConf, consumer: string, provider: string, today: string): StoredAgreement | undefined {
  return conf.agreements.find(
    (one) => one.consumer === consumer && one.provider === provider && (one.validUntil === null || one.validUntil >= today),
  );
}

export const knowsSubsystem = (conf: GlobalConf, id: Omit<ServiceId, "service">): boolean =>
  id.instance === conf.instance &&
  (findMember(conf, `${id.memberClass}/${id.memberCode}`)?.subsystems.includes(id.subsystem) ?? false);
