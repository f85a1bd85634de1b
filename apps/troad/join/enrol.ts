import { createHash, createHmac } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { writePeerFolder } from "@troad/kernel";
import { ConfigurationError } from "@troad/kernel/env";
import type { Invitation } from "@troad/road/api";
import { createCsr, csrPem, generateSigner, parseCertificate, privateKeyPem, signerFromPem } from "@troad/trust";
import Type, { type Static } from "typebox";
import Value from "typebox/value";

const text = (most: number) => Type.String({ minLength: 1, maxLength: most });
const invitationSchema = Type.Object({
  format: Type.Literal(1),
  id: text(60),
  secret: text(200),
  expires: text(40),
  instance: text(60),
  origin: Type.String({ pattern: "^https?://[^\\s]+$", maxLength: 300 }),
  peers: Type.String({ pattern: "^https://[^\\s]+$", maxLength: 300 }),
  peersCa: Type.String({ pattern: "^[0-9a-f]{64}$" }),
  anchor: text(200_000),
  member: text(100),
  agency: Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" }),
  kind: text(20),
  name: Type.Record(Type.String(), text(100)),
  subsystems: Type.Array(text(64), { minItems: 1, maxItems: 100 }),
  server: text(64),
});

const settingsSchema = Type.Object({
  /** Id of the invitation with which the process's key was certified. */
  invitation: text(60),
  agency: Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" }),
  server: text(64),
  origin: text(300),
  peers: text(300),
  /** Folders and a file of the data folder. */
  content: text(4_000),
  tls: text(4_000),
  anchor: text(4_000),
});
/** What a process that has joined needs at every start. */
export type Settings = Static<typeof settingsSchema>;

const settingsFile = (data: string): string => path.join(data, "joined.json");

export function invitationIn(file: string): Invitation {
  const value = readJson(file);
  if (!Value.Check(invitationSchema, value)) throw new ConfigurationError(`${file} is not an invitation`);
  return value;
}

/** The settings of an earlier join. */
export function joined(data: string): Settings {
  const value = readJson(settingsFile(data));
  if (!Value.Check(settingsSchema, value))
    throw new ConfigurationError(`nothing has joined the road with the data folder ${data}: name an invitation`);
  return value;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new ConfigurationError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/**
 * Creates the key of this process, has it certified, and writes what `troad serve` needs. Each step may be repeated: the key stays the same
 * if the answer to its request was lost.
 */
export async function enrol(data: string, invitation: Invitation): Promise<Settings> {
  const folder = path.resolve(data);
  const settings: Settings = {
    invitation: invitation.id,
    agency: invitation.agency,
    server: invitation.server,
    origin: invitation.origin,
    peers: invitation.peers,
    content: path.join(folder, "joined"),
    tls: path.join(folder, "peer"),
    anchor: path.join(folder, "anchor.xml"),
  };
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (certifiedBy(folder) !== invitation.id) await certify(settings.tls, invitation);
  writeAgency(settings.content, invitation);
  fs.writeFileSync(settings.anchor, invitation.anchor);
  fs.writeFileSync(settingsFile(folder), `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  return settings;
}

/** The invitation used with this folder before; a different one has the process certified again. */
const certifiedBy = (folder: string): string | undefined =>
  fs.existsSync(settingsFile(folder)) ? joined(folder).invitation : undefined;

async function certify(folder: string, { id, secret, origin, peersCa, member }: Invitation): Promise<void> {
  const signer = await keyIn(folder);
  const csr = csrPem(await createCsr({ subject: { C: "TW", CN: member.slice(0, 60) }, signer }));
  const proof = createHmac("sha256", createHash("sha256").update(secret).digest()).update(csr).digest("base64");
  const reply = await fetch(`${origin}/road/enrolment`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id, csr, proof }),
    redirect: "error",
    signal: AbortSignal.timeout(30_000),
  }).catch((error: Error) => {
    throw new ConfigurationError(`${origin} cannot be reached: ${error.message}`);
  });
  const answer = (await reply.json()) as { certificate?: string; ca?: string; title?: string }; // checked below
  if (!reply.ok || !answer.certificate || !answer.ca)
    throw new ConfigurationError(`the registry refused: ${answer.title ?? reply.status}`);
  // an officer delivered the invitation; the server at the address must be the one it names
  if (parseCertificate(answer.ca).fingerprint !== peersCa)
    throw new ConfigurationError(`${origin} is not who invited: another authority`);
  if (!parseCertificate(answer.certificate).publicKey.equals(signer.publicKey))
    throw new ConfigurationError(`${origin} certified another key`);
  fs.rmSync(path.join(folder, "new.key"));
  writePeerFolder(folder, { key: privateKeyPem(signer), certificate: answer.certificate, ca: answer.ca });
}

/** The key of an interrupted attempt, or a new one. */
async function keyIn(folder: string) {
  const file = path.join(folder, "new.key");
  if (fs.existsSync(file)) return signerFromPem(fs.readFileSync(file, "utf8"));
  const signer = await generateSigner("P-256");
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, privateKeyPem(signer), { mode: 0o600 });
  return signer;
}

/** The member as a content folder: the same files as for an agency that was there from the start. */
function writeAgency(content: string, { agency, member, kind, subsystems, server, name }: Invitation): void {
  const folder = path.join(content, "agencies", agency);
  fs.mkdirSync(path.join(folder, "text"), { recursive: true });
  const [memberClass, memberCode] = member.split("/");
  const write = (file: string, value: object): void =>
    fs.writeFileSync(path.join(folder, file), `${JSON.stringify(value, null, 2)}\n`);
  write("agency.json", { memberClass, memberCode, subsystems, kind, servers: [server] });
  for (const [lang, words] of Object.entries(name)) write(path.join("text", `${lang}.json`), { name: words });
}
