import type { Outcome, RequestRow } from "../store/messages.ts";
import type { Body } from "./body.ts";
import type { Seal } from "./seal.ts";

/** A request and its outcome as the log has them, decrypted. */
export type LoggedRequest = Omit<RequestRow, "side" | "message" | "signature" | "signer"> & {
  head: Buffer;
  body: Body;
  seal: Seal;
};
export type LoggedOutcome = {
  outcome: Outcome;
  code: string | null;
  status: number;
  head: Buffer | null;
  body: Body | null;
  /** base64; as `messageHashOf` makes it. */
  hash: string | null;
  seal: Seal | null;
};
