import { createHmac } from "node:crypto";
import { installationSecret } from "@troad/kernel";

/** The key of the seal in a seller's left codes: 32 hex digits, derived from a secret of the installation, so that none is stored. */
export const proofKey = (folder: string, seller: string): string =>
  createHmac("sha256", installationSecret(folder, "proof-keys")).update(seller).digest("hex").slice(0, 32);
