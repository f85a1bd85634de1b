import { XroadError } from "../codes.ts";
import { childElements, parseXml, textOf } from "../xml/read.ts";
import { element, leaf, xmlDocument } from "../xml/write.ts";

/** A failure as X-Road tells it in SOAP 1.1 (PR-MESS §2.7); the code is dotted, such as `Server.ServerProxy.AccessDenied`. */
export interface SoapFault {
  readonly code: string;
  readonly text: string;
  readonly actor?: string;
  readonly detail?: string;
}

const soap = "http://schemas.xmlsoap.org/soap/envelope/";
const xroad = "http://x-road.eu/xsd/xroad.xsd";
const limits = { bytes: 64 * 1024, elements: 200 } as const;

/** Writes a fault as an envelope. */
export function writeFault(fault: SoapFault): Buffer {
  const body = element("SOAP-ENV:Fault", [
    leaf("faultcode", fault.code),
    leaf("faultstring", fault.text),
    fault.actor === undefined ? undefined : leaf("faultactor", fault.actor),
    fault.detail === undefined
      ? undefined
      : element("detail", [leaf("xroad:faultDetail", fault.detail, { "xmlns:xroad": xroad })]),
  ]);
  return xmlDocument(element("SOAP-ENV:Envelope", [element("SOAP-ENV:Body", [body])], { "xmlns:SOAP-ENV": soap }));
}

/** The fault of an envelope; undefined where it holds none. Throws `message.malformed` on what is no envelope. */
export function readFault(bytes: Uint8Array): SoapFault | undefined {
  const { root } = parseXml(bytes, limits);
  if (root.localName !== "Envelope" || root.namespaceURI !== soap) throw new XroadError("message.malformed", "not an envelope");
  const body = childElements(root).find((one) => one.localName === "Body" && one.namespaceURI === soap);
  const fault = body && childElements(body).find((one) => one.localName === "Fault" && one.namespaceURI === soap);
  if (!fault) return undefined;
  const parts = new Map(childElements(fault).map((one) => [one.localName, one]));
  const [code, text, actor, detail] = ["faultcode", "faultstring", "faultactor", "detail"].map((name) => parts.get(name));
  const inner = detail && childElements(detail)[0];
  if (!code || !text) throw new XroadError("message.malformed", "a fault without code");
  return {
    code: textOf(code),
    text: textOf(text),
    ...(actor ? { actor: textOf(actor) } : {}),
    ...(inner ? { detail: textOf(inner) } : {}),
  };
}
