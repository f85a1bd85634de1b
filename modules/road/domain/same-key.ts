import { parseCertificate } from "@troad/trust";

/** Whether two certificates have the same key, so that one renews the other. */
export const isOfSameKey = (one: string | Buffer, other: string): boolean => {
  try {
    return parseCertificate(one).publicKey.equals(parseCertificate(other).publicKey);
  } catch {
    return false;
  }
};
