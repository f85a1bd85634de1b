import { fileOf } from "./places.ts";

/** Addresses that certificates name; those of a generation are of its issuing authority. */
export type Urls = { ocsp: string; tsa: string; of(generation: number): { ocsp: string; crl: string; caIssuers: string } };

export const urlsBelow = (base: string): Urls => {
  const ocsp = `${base}/pki/ocsp`;
  return {
    ocsp,
    tsa: `${base}/pki/tsa`,
    of: (generation) => {
      const file = fileOf("issuing", generation);
      return { ocsp, crl: `${base}/pki/${file}.crl`, caIssuers: `${base}/pki/${file}.crt` };
    },
  };
};
