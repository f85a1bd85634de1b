import type { Element } from "@xmldom/xmldom";
import {
  C14nCanonicalization,
  C14nCanonicalizationWithComments,
  ExclusiveCanonicalization,
  ExclusiveCanonicalizationWithComments,
} from "xml-crypto";
import { TrustError } from "../codes.ts";
import { inclusiveC14n } from "./algorithms.ts";

type Canonicalizer = new () => C14nCanonicalization | ExclusiveCanonicalization;

/** C14N 1.1 differs from 1.0 in inherited xml:* attributes only, and `parseXml` refuses those. */
const methods = new Map<string, Canonicalizer>([
  [inclusiveC14n, C14nCanonicalization],
  [`${inclusiveC14n}#WithComments`, C14nCanonicalizationWithComments],
  ["http://www.w3.org/2006/12/xml-c14n11", C14nCanonicalization],
  ["http://www.w3.org/2006/12/xml-c14n11#WithComments", C14nCanonicalizationWithComments],
  ["http://www.w3.org/2001/10/xml-exc-c14n#", ExclusiveCanonicalization],
  ["http://www.w3.org/2001/10/xml-exc-c14n#WithComments", ExclusiveCanonicalizationWithComments],
]);

export const isCanonicalization = (algorithm: string): boolean => methods.has(algorithm);

/** The canonical bytes of an element of a document. Throws `xades.algorithm` for methods we do not know. */
export function canonicalize(element: Element, algorithm: string, inclusivePrefixes: readonly string[] = []): Buffer {
  const Method = methods.get(algorithm);
  if (Method === undefined) throw new TrustError("xades.algorithm", algorithm);
  const options = {
    ancestorNamespaces: namespacesAbove(element),
    inclusiveNamespacesPrefixList: [...inclusivePrefixes],
  };
  try {
    // The library types its nodes by the browser's DOM, of which xmldom implements what is used here.
    return Buffer.from(String(new Method().process(element as unknown as globalThis.Element, options)), "utf8");
  } catch (error) {
    throw new TrustError("xml.malformed", error instanceof Error ? error.message : undefined);
  }
}

interface Binding {
  readonly prefix: string;
  readonly namespaceURI: string;
}

function declarationsOn(element: Element): Binding[] {
  const declarations = Array.from(element.attributes).filter(
    (attribute) => attribute.name === "xmlns" || attribute.prefix === "xmlns",
  );
  return declarations.map((attribute) => ({
    prefix: attribute.name === "xmlns" ? "" : (attribute.localName ?? ""),
    namespaceURI: attribute.value,
  }));
}

/**
 * Namespaces in scope from outside the element; the nearest declaration of a prefix wins, `xmlns=""` only hides. The element's own
 * prefix and declarations are left out: the library renders those itself and would write them twice.
 */
function namespacesAbove(element: Element): Binding[] {
  const own = new Set([element.prefix ?? "", ...declarationsOn(element).map((binding) => binding.prefix)]);
  const found = new Map<string, Binding>();
  for (let parent = element.parentNode; parent?.nodeType === 1; parent = parent.parentNode) {
    for (const binding of declarationsOn(parent as Element)) if (!found.has(binding.prefix)) found.set(binding.prefix, binding);
  }
  return Array.from(found.values()).filter((binding) => binding.namespaceURI !== "" && !own.has(binding.prefix));
}
