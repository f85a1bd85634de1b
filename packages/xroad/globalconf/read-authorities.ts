import type { Element } from "@xmldom/xmldom";
import { XroadError } from "../codes.ts";
import { Children } from "../xml/read.ts";
import { readCertificate } from "./certificates.ts";
import { type AcmeServer, type ApprovedCa, type ApprovedTsa, type CaInfo, costTypes, type OcspService } from "./shared-params.ts";

const children = (node: Element): Children => new Children(node, null, "params.malformed");

/** Optional fields, left out where they are not there, as exactOptionalPropertyTypes wants it. */
const given = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };

export function readApprovedCa(node: Element): ApprovedCa {
  const ca = children(node);
  const acme = ca.optional("acmeServer");
  const read = {
    name: ca.text("name"),
    authenticationOnly: readBoolean(ca.optionalText("authenticationOnly")),
    top: readCaInfo(ca.required("topCA")),
    intermediates: ca.all("intermediateCA").map(readCaInfo),
    profile: ca.text("certificateProfileInfo"),
    ...given("csrFormat", oneOf(csrFormats, ca.optionalText("defaultCsrFormat"))),
    ...given("acme", acme && readAcme(acme)),
  };
  ca.end();
  return read;
}

/** xs:boolean; absent means false here. */
function readBoolean(text: string | undefined): boolean {
  const value = text?.trim() ?? "false";
  if (!["true", "false", "1", "0"].includes(value)) throw new XroadError("params.malformed", value);
  return value === "true" || value === "1";
}

function readCaInfo(node: Element): CaInfo {
  const info = children(node);
  const read = { certificate: readCertificate(info.required("cert")), ocsp: info.all("ocsp").map(readOcsp) };
  info.end();
  return read;
}

function readOcsp(node: Element): OcspService {
  const service = children(node);
  const certificate = service.optional("cert");
  const read = {
    url: service.text("url"),
    ...given("certificate", certificate && readCertificate(certificate)),
    ...given("cost", oneOf(costTypes, service.optionalText("costType"))),
  };
  service.end();
  return read;
}

const csrFormats = ["PEM", "DER"] as const;

function oneOf<T extends string>(values: readonly T[], text: string | undefined): T | undefined {
  const found = values.find((value) => value === text);
  if (text !== undefined && found === undefined) throw new XroadError("params.malformed", text);
  return found;
}

function readAcme(node: Element): AcmeServer {
  const acme = children(node);
  const read = {
    directoryUrl: acme.text("directoryURL"),
    ...given("ipAddress", acme.optionalText("ipAddress")),
    ...given("authenticationProfileId", acme.optionalText("authenticationCertificateProfileId")),
    ...given("signingProfileId", acme.optionalText("signingCertificateProfileId")),
  };
  acme.end();
  return read;
}

export function readApprovedTsa(node: Element): ApprovedTsa {
  const tsa = children(node);
  const read = {
    name: tsa.text("name"),
    url: tsa.text("url"),
    certificate: readCertificate(tsa.required("cert")),
    ...given("cost", oneOf(costTypes, tsa.optionalText("costType"))),
  };
  tsa.end();
  return read;
}
