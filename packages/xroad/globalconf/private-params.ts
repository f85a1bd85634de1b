import type { Certificate } from "@troad/trust";
import type { Element } from "@xmldom/xmldom";
import { attempt, type Outcome, XroadError } from "../codes.ts";
import { Children, parseXml } from "../xml/read.ts";
import { base64Leaf, element, leaf, xmlDocument } from "../xml/write.ts";
import { type Anchor, anchorChildren, readAnchorElement } from "./anchor.ts";
import { readCertificate } from "./certificates.ts";
import { type ClientId, readClientId, rootNamespaces, writeClientId, xroadNs } from "./identifiers.ts";

/** What only members of the instance are told: federated sources and where to register (private-parameters.xsd, version 3). */
export interface PrivateParams {
  readonly instance: string;
  /** Sources of federated instances. */
  readonly anchors: readonly Anchor[];
  readonly managementService: {
    readonly registrationAddress: string;
    readonly registrationCertificate?: Certificate;
    readonly provider: ClientId;
  };
  /** A logged signature is to be time-stamped within so many seconds. */
  readonly timestampingIntervalSeconds: number;
}

const limits = { bytes: 4 << 20, elements: 20_000 };

/** Reads private-params.xml. Codes: `xml.*`, `params.malformed`, `anchor.malformed`, `certificate.malformed`. */
export const readPrivateParams = (bytes: Uint8Array): Outcome<PrivateParams> =>
  attempt(() => {
    const { root } = parseXml(bytes, limits);
    if (root.namespaceURI !== xroadNs || root.localName !== "conf")
      throw new XroadError("params.malformed", root.localName ?? "");
    // Further elements are allowed at the end (xs:any), for extensions that older readers pass over.
    const children = new Children(root, null, "params.malformed");
    return {
      instance: children.text("instanceIdentifier"),
      anchors: children.all("configurationAnchor").map(readAnchorElement),
      managementService: readManagement(children.required("managementService")),
      timestampingIntervalSeconds: wholeNumber(children.text("timeStampingIntervalSeconds")),
    };
  });

function readManagement(node: Element): PrivateParams["managementService"] {
  const children = new Children(node, null, "params.malformed");
  const registrationAddress = children.text("authCertRegServiceAddress");
  const certificate = children.optional("authCertRegServiceCert");
  const provider = readClientId(children.required("managementRequestServiceProviderId"));
  children.end();
  return { registrationAddress, ...(certificate ? { registrationCertificate: readCertificate(certificate) } : {}), provider };
}

/** Seconds of a setting. Throws `params.malformed`. */
export function wholeNumber(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text.trim())) throw new XroadError("params.malformed", `number ${text}`);
  return Number(text);
}

/** private-params.xml. Throws RangeError on text that XML cannot carry. */
export function writePrivateParams(params: PrivateParams): Buffer {
  const { managementService: service } = params;
  const management = element("managementService", [
    leaf("authCertRegServiceAddress", service.registrationAddress),
    service.registrationCertificate && base64Leaf("authCertRegServiceCert", service.registrationCertificate.der),
    writeClientId("managementRequestServiceProviderId", service.provider),
  ]);
  const children = [
    leaf("instanceIdentifier", params.instance),
    ...params.anchors.map((anchor) => element("configurationAnchor", anchorChildren(anchor))),
    management,
    leaf("timeStampingIntervalSeconds", params.timestampingIntervalSeconds),
  ];
  return xmlDocument(element("xroad:conf", children, rootNamespaces));
}
