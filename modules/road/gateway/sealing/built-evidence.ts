import type { Evidence } from "../../api.ts";

/** The available evidence: containers to hand out; `isPacked` ones are compressed inside. */
export type BuiltEvidence =
  | { state: "sealing" }
  | { state: "none" }
  | { state: "unreadable" }
  | {
      state: "sealed";
      fileName: string;
      container: Buffer;
      isPacked: boolean;
      request?: { fileName: string; container: Buffer };
    };

/**
 * Bodies up to this size go into containers, because two of them fit into what is read back from an archive; for larger ones the container
 * proves the hash.
 */
export const containedBytes = 60 * 1024 * 1024;

/** As sent to the platform: containers in base64. */
export function encodeEvidence(evidence: BuiltEvidence): Evidence {
  if (evidence.state !== "sealed") return evidence;
  const encoded = ({ fileName, container }: { fileName: string; container: Buffer }) => ({
    fileName,
    container: container.toString("base64"),
  });
  const { request } = evidence;
  return { state: "sealed", ...encoded(evidence), ...(request ? { request: encoded(request) } : {}) };
}
