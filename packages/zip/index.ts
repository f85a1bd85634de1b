/** One strict reader and writer of ZIP archives, for containers that are evidence. */
export { readZip, type ZipEntry, type ZipLimits, type ZipPolicy } from "./read.ts";
export { InvalidArchive, type ZipCode } from "./refusal.ts";
export { joinZip, type PreparedItem, prepareItem, writeZip, type ZipItem } from "./write.ts";
