/** Names that ETSI EN 319 162-1 §4.4 fixes inside an ASiC-E container. */
export const asiceMime = "application/vnd.etsi.asic-e+zip";
export const mimetypeName = "mimetype";
export const manifestName = "META-INF/manifest.xml";
/** Our one signature; others may call theirs `*signatures*.xml`. */
export const signatureName = "META-INF/signatures.xml";

/** Whether an entry holds a XAdES signature (§4.4.3.2). */
export const isSignatureName = (name: string): boolean => /^META-INF\/[^/]*signatures[^/]*\.xml$/.test(name);
