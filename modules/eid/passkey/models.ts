import fs from "node:fs";
import { fail } from "../domain/errors.ts";

/** What the operator admits: any device, models of the list, or certified models of the list. */
export const deviceRules = ["any", "listed", "certified"] as const;
export type DeviceRule = (typeof deviceRules)[number];
export type DeviceList = {
  rule: DeviceRule /** File with a FIDO MDS3 blob. */;
  blob: string | undefined /** PEM of its root, where it is not FIDO's. */;
  root: string | undefined;
};

type Entry = { aaguid?: string; statusReports: { status: string }[] };
export type Models = {
  /** Whether browsers are asked to attest. */
  readonly asks: boolean;
  /** Refuses a device that the rule does not admit; the signature of its statement was verified before, to the roots of the list. */
  check(device: { aaguid: string; chained: boolean }): void;
  /** Reads and verifies the list, once. */
  ready(): Promise<void>;
};

const compromised = new Set([
  ...["REVOKED", "USER_VERIFICATION_BYPASS", "ATTESTATION_KEY_COMPROMISE"],
  ...["USER_KEY_REMOTE_COMPROMISE", "USER_KEY_PHYSICAL_COMPROMISE"],
]);
const certified = /^FIDO_CERTIFIED_L[1-3](plus)?$/;

/** Models of authenticators by the FIDO Metadata Service (MDS 3.0): a blob that the operator downloads, verified to its root. */
export function deviceModels({ rule, blob, root }: DeviceList): Models {
  let entries: Promise<Map<string, Entry>> | undefined;
  let known = new Map<string, Entry>();
  async function read(): Promise<Map<string, Entry>> {
    if (!blob) throw new Error("EID_DEVICES needs EID_MDS_BLOB");
    const { MetadataService, SettingsService } = await import("@simplewebauthn/server");
    const { verifyMDSBlob } = await import("@simplewebauthn/server/helpers");
    if (root) SettingsService.setRootCertificates({ identifier: "mds", certificates: [fs.readFileSync(root, "utf8")] });
    const { payload, statements } = await verifyMDSBlob(fs.readFileSync(blob, "utf8").trim());
    await MetadataService.initialize({ mdsServers: [], statements, verificationMode: "strict" });
    return new Map((payload.entries as Entry[]).flatMap((entry) => (entry.aaguid ? [[entry.aaguid, entry]] : [])));
  }
  return {
    asks: rule !== "any",
    ready: async () => {
      if (rule === "any") return;
      entries ??= read();
      known = await entries;
    },
    check: ({ aaguid, chained }) => {
      if (rule === "any") return;
      const entry = known.get(aaguid);
      const statuses = entry?.statusReports.map(({ status }) => status) ?? [];
      // a statement without a chain, or by the device's own key, says nothing about the model
      const isAttested = chained && entry !== undefined && !statuses.some((status) => compromised.has(status));
      if (!isAttested || (rule === "certified" && !statuses.some((status) => certified.test(status))))
        throw fail("eid.passkey-model");
    },
  };
}
