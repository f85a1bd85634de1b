import { type Certificate, parseCertificate } from "@troad/trust";
import type { Element } from "@xmldom/xmldom";
import { base64Of } from "../xml/read.ts";

/** A certificate in base64: of DER, or of PEM text, which central servers store as it was uploaded. Throws `certificate.malformed`. */
export function readCertificate(node: Element): Certificate {
  const bytes = base64Of(node);
  return parseCertificate(bytes.toString("latin1", 0, 27) === "-----BEGIN CERTIFICATE-----" ? bytes.toString("latin1") : bytes);
}
