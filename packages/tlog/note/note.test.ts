import assert from "node:assert/strict";
import { test } from "node:test";
import * as browser from "../browser.ts";
import { rootOf } from "../merkle/tree.ts";
import { hasCode, newSigner, ORIGIN, trustIn } from "../testing/fixtures.ts";
import { formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { cosignText, parseVerifierKey, signText, verifierKey } from "./ed25519.ts";
import { formatNote, parseNote } from "./note.ts";
import { openCheckpoint, openNote } from "./open.ts";
import { formatVerifierKey, SIGNATURE_TYPE } from "./verifier-key.ts";

// Signed by others: the public checksum database of Go, and the example of the signed-note standard.
const GO_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const GO_ORIGIN = "go.sum database tree";
const GO_NOTE = `${GO_ORIGIN}
65664258
WVVNVD2qx+fTq31zkj6UAqxT5X6HvGphGM+o8Thnbsg=

— sum.golang.org Az3grligJmgX7KGyGPKybykNTh3VgsbLvUuvOwrM5zLVlulmFp2wdvbxOw74/gcNxURShXEpb7RXcs3+BYflYN+w0gQ=
`;
const EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const EXAMPLE_NOTE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;

const body = formatCheckpoint({ origin: ORIGIN, size: 3, root: rootOf([Buffer.alloc(32, 7)]), extensions: [] });

test("a checkpoint that another log has signed is opened", () => {
  const checkpoint = openCheckpoint(GO_NOTE, { origin: GO_ORIGIN, logKeys: [parseVerifierKey(GO_KEY)] });
  assert.equal(checkpoint.size, 65_664_258);
  assert.equal(Buffer.from(checkpoint.root).toString("base64"), "WVVNVD2qx+fTq31zkj6UAqxT5X6HvGphGM+o8Thnbsg=");
  assert.equal(formatNote(parseNote(GO_NOTE)), GO_NOTE);
  assert.equal(formatVerifierKey(parseVerifierKey(GO_KEY)), GO_KEY);
});

test("the example of the standard verifies, and one changed letter refuses it", () => {
  const key = parseVerifierKey(EXAMPLE_KEY);
  assert.equal(openNote(EXAMPLE_NOTE, [key]).text, "This is an example message.\n");
  assert.throws(() => openNote(EXAMPLE_NOTE.replace("example message", "Example message"), [key]), hasCode("note.bad-signature"));
  assert.throws(() => openNote(EXAMPLE_NOTE, [parseVerifierKey(GO_KEY)]), hasCode("note.unsigned"));
});

test("a checkpoint of another origin, size or root is not opened", () => {
  const logKeys = [parseVerifierKey(GO_KEY)];
  assert.throws(() => openCheckpoint(GO_NOTE, { origin: ORIGIN, logKeys }), hasCode("checkpoint.wrong-origin"));
  for (const bent of [GO_NOTE.replace("65664258", "65664259"), GO_NOTE.replace("WVVNV", "WVVNW")]) {
    assert.throws(() => openCheckpoint(bent, { origin: GO_ORIGIN, logKeys }), hasCode("note.bad-signature"));
  }
});

test("a verifier key whose id is not its own is refused, as are other types and other lengths", () => {
  const bent = [
    GO_KEY.replace("033de0ae", "033de0af"),
    GO_KEY.replace("+Ac4", "+As4"),
    `${GO_KEY}AAAA`,
    GO_KEY.replace("sum", "su m"),
    "",
  ];
  for (const text of bent) assert.throws(() => parseVerifierKey(text), hasCode("key.malformed"));
});

test("texts that are not notes are refused", async () => {
  const line = EXAMPLE_NOTE.split("\n")[2]!;
  const bent = [
    "no blank line\n",
    EXAMPLE_NOTE.slice(0, -1),
    EXAMPLE_NOTE.replace("—", "-"),
    EXAMPLE_NOTE.replace("aQM=", "aQN="), // another spelling of the same bytes
    EXAMPLE_NOTE.replace("message", "mess\tage"),
    EXAMPLE_NOTE.replace("message", "mess\ud800age"),
    `text\n\n— name ${Buffer.alloc(4).toString("base64")}\n`,
    `text\n\n${`${line}\n`.repeat(65)}`,
  ];
  for (const note of bent) assert.throws(() => parseNote(note), hasCode("note.malformed"));
  assert.equal(parseNote(`text\n\n${`${line}\n`.repeat(16)}`).signatures.length, 16);
});

test("the text of a note may hold blank lines: the last one ends it", () => {
  assert.equal(parseNote(EXAMPLE_NOTE.replace("example", "\n\nexample")).text, "This is an \n\nexample message.\n");
});

test("texts that are not checkpoints are refused, extension lines are kept", () => {
  const root = rootOf([]);
  const extended = formatCheckpoint({ origin: "o", size: 0, root, extensions: ["more"] });
  assert.deepEqual(parseCheckpoint(extended).extensions, ["more"]);
  const bent = [
    "o\n1\n",
    extended.replace("\n0\n", "\n00\n"),
    extended.replace("\n0\n", "\n-1\n"),
    extended.replace("47", "4"),
    `${extended}\n`,
  ];
  for (const text of bent) assert.throws(() => parseCheckpoint(text), hasCode("checkpoint.malformed"));
  assert.throws(() => parseCheckpoint(extended.slice(0, -1)), hasCode("checkpoint.malformed"));
  assert.throws(() => formatCheckpoint({ origin: "a\nb", size: 0, root, extensions: [] }), hasCode("checkpoint.malformed"));
});

test("witnesses cosign with their time, and a reader can demand how many", async () => {
  const [log, first, second] = [newSigner(), newSigner("w1.example"), newSigner("w2.example")];
  const witnessKeys = [first, second].map((signer) => verifierKey(signer.name, signer.publicKey, SIGNATURE_TYPE.cosignature));
  const signatures = [await signText(body, log), await cosignText(body, first, 1_767_225_600)];
  const trust = { ...trustIn(log), witnessKeys, witnessesNeeded: 1 };
  const opened = openCheckpoint(formatNote({ text: body, signatures }), trust);
  assert.deepEqual(opened.cosignatures, [{ name: "w1.example", timestamp: 1_767_225_600 }]);

  const twiceTheSame = [...signatures, await cosignText(body, first, 1_767_225_601)];
  const two = { ...trust, witnessesNeeded: 2 };
  assert.throws(() => openCheckpoint(formatNote({ text: body, signatures: twiceTheSame }), two), hasCode("note.unsigned"));
  const both = [...signatures, await cosignText(body, second, 1_767_225_602)];
  assert.equal(openCheckpoint(formatNote({ text: body, signatures: both }), two).cosignatures.length, 2);
});

test("a cosignature with another time, or without the log's own signature, is refused", async () => {
  const [log, witness] = [newSigner(), newSigner("w1.example")];
  const witnessKeys = [verifierKey(witness.name, witness.publicKey, SIGNATURE_TYPE.cosignature)];
  const [own, co] = [await signText(body, log), await cosignText(body, witness, 1_767_225_600)];
  const later = { ...co, signature: co.signature.with(7, co.signature[7]! ^ 1) };
  const trust = { ...trustIn(log), witnessKeys };
  assert.throws(() => openCheckpoint(formatNote({ text: body, signatures: [own, later] }), trust), hasCode("note.bad-signature"));
  assert.throws(() => openCheckpoint(formatNote({ text: body, signatures: [co] }), trust), hasCode("note.unsigned"));
});

test("a signer that signs wrongly or not at all makes no note", async () => {
  const [signer, other] = [newSigner(), newSigner()];
  await assert.rejects(async () => signText(body, { ...signer, sign: other.sign }), hasCode("log.sign-failed"));
  const broken = () => Promise.reject(new Error("no token in the slot"));
  await assert.rejects(async () => signText(body, { ...signer, sign: broken }), hasCode("log.sign-failed"));
});

test("a browser opens the same checkpoints and refuses the same bent ones", async () => {
  const key = await browser.readVerifierKey(GO_KEY);
  assert.equal((await browser.openCheckpoint(GO_NOTE, GO_ORIGIN, key)).size, 65_664_258);
  const bent = GO_NOTE.replace("65664258", "65664259");
  await assert.rejects(browser.openCheckpoint(bent, GO_ORIGIN, key), hasCode("note.bad-signature"));
  await assert.rejects(browser.openCheckpoint(GO_NOTE, ORIGIN, key), hasCode("checkpoint.wrong-origin"));
  await assert.rejects(browser.openCheckpoint(EXAMPLE_NOTE, ORIGIN, key), hasCode("note.unsigned"));
  await assert.rejects(browser.readVerifierKey(GO_KEY.replace("033de0ae", "033de0af")), hasCode("key.malformed"));
});
