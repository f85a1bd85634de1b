import type { Outcome, RequestRow } from "../../store/messages.ts";
import type { PendingRecord } from "../../store/seals.ts";
import type { Seal } from "../sealing/seal.ts";
import type { Body } from "./body.ts";

/** A request and its outcome from the log, decrypted. */
export type LoggedRequest = Omit<RequestRow, "side" | "message" | "signature" | "signer"> & {
  head: Buffer;
  body: Body;
  seal: Seal;
};
/** The other side's signature over an exchange, with the digests of the files it covers. */
export type Proof = { signature: Buffer; certificate: Buffer; files: { name: string; mime: string; digest: Buffer }[] };
/** An outcome to report, with the proof that was at hand when it was written. */
export type FreshRecord = PendingRecord & { proof: Proof | undefined };
export type LoggedOutcome = {
  outcome: Outcome;
  code: string | null;
  /** Whether the target (the service, a provider's gateway) may have acted on it. */
  sent: boolean;
  status: number;
  head: Buffer | null;
  body: Body | null;
  /** base64; from `messageHashOf`. */
  hash: string | null;
  seal: Seal | null;
  /** Its proof for the public log, as just verified by this process. */
  proof?: Proof | undefined;
};
