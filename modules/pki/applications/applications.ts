import { hash, timingSafeEqual } from "node:crypto";
import { instant, isUuid, type ModuleContext } from "@troad/kernel";
import { OID, parseCertificate, parseCsr, verifySignature } from "@troad/trust";
import type { CertificateApplication, Issued } from "../api.ts";
import { fail } from "../domain/errors.ts";
import {
  type ApplicationRow,
  type DecidedRow,
  findApplication,
  findIssued,
  insertApplication,
  insertDecision,
  lockApplication,
  pendingApplications,
} from "../store/applications.ts";
import { statusOf } from "../store/certificates.ts";

export type Application = Pick<ApplicationRow, "profile" | "member" | "organization" | "hosts" | "csr" | "contact"> & {
  key: "chip" | "file";
};
export type ApplicationView = { state: "pending" | "issued" | "refused"; reason?: string; certificate?: string };
export type Pending = Omit<ApplicationRow, "csr" | "secret_hash"> & { publicKey: string };
type Enrol = (request: Omit<Application, "contact"> & { instance: string; seconds?: number }) => Promise<Issued>;

export type Applications = {
  apply(application: Application): Promise<{ id: string; secret: string }>;
  view(id: string, secret: string): Promise<ApplicationView>;
  renew(request: { serial: string; csr: string; proof: string }): Promise<Issued>;
  pending(): Promise<Pending[]>;
  /** Those that wait, oldest first, from after one on. */
  list(query: { after?: string; limit: number }): Promise<CertificateApplication[]>;
  one(id: string): Promise<CertificateApplication | null>;
  decide(decision: { id: string; approve: boolean; reason: string; actor: string }): Promise<{ serial: string | null }>;
};

const mostPending = 500;
const ecdsaSha256 = "1.2.840.10045.4.3.2";
const rsaSha256 = "1.2.840.113549.1.1.11";

/**
 * Certificates for keys that no process of the installation holds: applied for with a signed request, which proves possession, issued after
 * someone has decided, and renewed with the key that the present certificate is for.
 */
export function openApplications(ctx: ModuleContext, instance: string, enrol: Enrol): Applications {
  const possessed = (csr: string) => {
    const request = parseCsr(csr);
    if (!request.ok) throw fail("pki.csr-refused", { reason: request.code });
    return request.value.publicKey;
  };
  const digest = (text: string): string => hash("sha256", text, "hex");
  const keyOf = (csr: string): string => digest(possessed(csr).export({ type: "spki", format: "pem" }).toString());
  const shown = (row: ApplicationRow & Partial<DecidedRow>): CertificateApplication => {
    const { id, at, profile, member, organization, hosts, contact, key_place: key, csr } = row;
    const state = !row.decided_at ? "pending" : row.serial ? "issued" : "refused";
    const what = { id, at, profile, member, organization, hosts, contact, key };
    return { ...what, publicKey: keyOf(csr), state, reason: row.reason ?? null };
  };
  return {
    apply: async ({ key, ...application }) => {
      possessed(application.csr);
      if ((await pendingApplications(ctx.db, mostPending)).length >= mostPending) throw fail("pki.too-many-applications");
      const [id, secret] = [ctx.ids.uuid(), ctx.ids.secret(24)];
      await ctx.db.tx(async (tx) => {
        await insertApplication(tx, { ...application, id, key_place: key, at: instant(ctx.clock), secret_hash: digest(secret) });
        await tx.audit({ actor: "applicant", action: "pki.applied", target: id, detail: { member: application.member } });
      });
      return { id, secret };
    },
    view: async (id, secret) => {
      const found = isUuid(id) ? await findApplication(ctx.db, id) : undefined;
      const isTheirs = found && timingSafeEqual(Buffer.from(found.secret_hash), Buffer.from(digest(secret)));
      if (!found || !isTheirs) throw fail("pki.application-unknown");
      if (found.decided_at === null) return { state: "pending" };
      return found.pem ? { state: "issued", certificate: found.pem } : { state: "refused", reason: found.reason ?? "" };
    },
    pending: async () =>
      (await pendingApplications(ctx.db, 100)).map(({ csr, secret_hash: _secret, ...one }) => ({
        ...one,
        publicKey: keyOf(csr),
      })),
    list: async ({ after, limit }) =>
      (await pendingApplications(ctx.db, Math.min(limit, 100), isUuid(after ?? "") ? after! : null)).map(shown),
    one: async (id) => {
      const found = isUuid(id) ? await findApplication(ctx.db, id) : undefined;
      return found ? shown(found) : null;
    },
    decide: async ({ id, approve, reason, actor }) => {
      const found = isUuid(id) ? await findApplication(ctx.db, id) : undefined;
      if (!found) throw fail("pki.application-unknown");
      if (found.decided_at !== null) throw fail("pki.application-decided");
      const { profile, member, organization, hosts, csr, key_place: key } = found;
      const issued = approve ? await enrol({ profile, member, organization, hosts, csr, key, instance }) : undefined;
      await ctx.db.tx(async (tx) => {
        await lockApplication(tx, id);
        // two officers at once: the certificate of the second was issued and is known to nobody
        if ((await findApplication(tx, id))?.decided_at !== null) throw fail("pki.application-decided");
        const serial = issued?.serial ?? null;
        await insertDecision(tx, { application: id, at: instant(ctx.clock), actor, serial, reason });
        await tx.audit({
          actor,
          action: approve ? "pki.application-approved" : "pki.application-refused",
          target: id,
          detail: { reason },
        });
      });
      return { serial: issued?.serial ?? null };
    },
    renew: async ({ serial, csr, proof }) => {
      possessed(csr);
      const found = await findIssued(ctx.db, serial);
      const isMember = found && ["seal", "tls", "encryption"].includes(found.profile);
      const { status } = await statusOf(ctx.db, serial);
      const present = isMember ? parseCertificate(found.pem) : undefined;
      if (!present || status !== "good" || present.notAfter <= ctx.clock.now()) throw fail("pki.renewal-refused");
      const algorithm = present.publicKey.asymmetricKeyType === "ec" ? ecdsaSha256 : rsaSha256;
      if (!verifySignature(algorithm, present.publicKey, Buffer.from(csr), Buffer.from(proof, "base64")))
        throw fail("pki.renewal-refused");
      const [, ...member] = (present.subject.serialNumber ?? "").split("/");
      const hosts = [...present.san.dns, ...present.san.ip];
      const organization = present.subject.O ?? "";
      const profile = found!.profile as ApplicationRow["profile"];
      const key = present.policies.some((policy) => chipPolicies.includes(policy)) ? "chip" : "file";
      return enrol({ profile, member: member.join("/"), organization, hosts, csr, key, instance });
    },
  };
}

const chipPolicies: readonly string[] = [OID.policyOrganisationChip];
