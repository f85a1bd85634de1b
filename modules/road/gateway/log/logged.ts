import type { Outcome, RequestRow } from "../../store/messages.ts";
import type { PendingRecord } from "../../store/seals.ts";
import type { Seal } from "../sealing/seal.ts";
import type { Body } from "./body.ts";

/** A request and its outcome as the log has them, decrypted. */
export type LoggedRequest = Omit<RequestRow, "side" | "message" | "signature" | "signer"> & {
  head: Buffer;
  body: Body;
  seal: Seal;
};
/** The other side's signature over an exchange, by the digests of the files that it is over. */
export type Proof = { signature: Buffer; certificate: Buffer; files: { name: string; mime: string; digest: Buffer }[] };
/** An outcome to tell, with the proof that was at hand when it was written. */
export type FreshRecord = PendingRecord & { proof: Proof | undefined };
export type LoggedOutcome = {
  outcome: Outcome;
  code: string | null;
  /** Whether what was asked (the service, a provider's gateway) may have acted on it. */
  sent: boolean;
  status: number;
  head: Buffer | null;
  body: Body | null;
  /** base64; as `messageHashOf` makes it. */
  hash: string | null;
  seal: Seal | null;
  /** What proves it to the public log, as this process has just verified it. */
  proof?: Proof | undefined;
};
