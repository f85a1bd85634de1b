import type { ZipItem } from "@troad/zip";
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";

/** Letters and digits that nobody takes for another: 31 of them, five bits less a little each. */
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".replace("L", "");
const groups = 5;
const lettersOfGroup = 4;

/** A password that has nothing to do with the person: twenty characters, some 99 bits. */
export function passwordFrom(random: (bytes: number) => Uint8Array): string {
  const letters: string[] = [];
  while (letters.length < groups * lettersOfGroup)
    for (const byte of random(64)) if (byte < alphabet.length * 8) letters.push(alphabet[byte % alphabet.length]!);
  return Array.from({ length: groups }, (_, at) => letters.slice(at * lettersOfGroup, (at + 1) * lettersOfGroup).join("")).join(
    "-",
  );
}

/** The same files as an archive under AES-256 (WinZip AE-2), which 7z and the file managers of phones open. */
export async function encryptedZip(items: readonly ZipItem[], password: string): Promise<Buffer> {
  configure({ useWebWorkers: false });
  const writer = new ZipWriter(new Uint8ArrayWriter(), { password, encryptionStrength: 3, zipCrypto: false });
  for (const { name, data } of items) await writer.add(name, new Uint8ArrayReader(data));
  return Buffer.from(await writer.close());
}
