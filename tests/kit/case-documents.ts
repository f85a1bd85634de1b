import assert from "node:assert/strict";
import { hash } from "node:crypto";
import http from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { documentsApi } from "@troad/documents/api";
import { eidApi } from "@troad/eid/api";
import { CodedError, sql } from "@troad/kernel";
import { Browser } from "../../apps/troad/demo/browser.ts";
import { bytesOf, formOf, hiddenIn } from "./files.ts";
import type { Government } from "./government.ts";

type Person = Parameters<CasesApi["act"]>[0]["person"];
type Act = Parameters<CasesApi["act"]>[0]["act"];
type Scene = {
  government: Government;
  signedIn(subject: string): Promise<Browser>;
  /** A case of the same service that Anna submitted with Otto as her partner. */
  submitted(): Promise<string>;
};

/** Everything that a form can ask besides boxes goes through a case, as a browser without JavaScript sends it. */
export async function formWithDocuments({ government, signedIn, submitted }: Scene): Promise<void> {
  const cases = government.running.use(casesApi);
  const { portal } = government;
  const people = await government.running.use(eidApi).demoPeople();
  const [low, none] = ["low", "none"].map((label) => people.find((one) => one.label === label)?.subject);
  const third = people.find(({ label, subject }) => label !== "inspector" && subject !== low && subject !== none)!.subject;
  const officer = people.find((one) => one.label === "inspector")!.subject;
  const [applicant, stranger] = [await signedIn(low!), await signedIn(third)];
  const name = (await government.running.use(eidApi).person(low!))!.name;
  const place = await applicant.post(`${portal}/services/stall-permit/start`, {});
  const kitchen = await applicant.post(place.url, { district: "6300001", goods: "hot food" });
  assert.match(kitchen.text, /enctype="multipart\/form-data"/);
  assert.match(kitchen.text, /<optgroup label="Taipei City">/);
  const typed = { "cooks-count": "1", "cooks-0-cookName": "Ann", "kitchen-line": "<b>1</b>" };

  const zip = await applicant.upload(kitchen.url, formOf(typed, { "plan-file": "zip.png" }));
  assert.match(zip.text, /The file for “Plan of the kitchen” must be a PDF, JPEG or PNG document/);
  assert.match(zip.text, /value="&lt;b&gt;1&lt;\/b&gt;"/, "what was typed is kept");
  const more = await applicant.upload(kitchen.url, formOf({ ...typed, "cooks-add": "1" }, { "plan-file": "plan.pdf" }));
  assert.match(more.text, /Cook 2/);
  assert.match(more.text, /plan\.pdf \(586 KB\)/);
  const [plan] = hiddenIn(more.text, "plan");
  const complete = {
    ...{ ...typed, "cooks-count": "2", plan: plan!, "kitchen-district": "63000020", "kitchen-line": "市府路1號", fuel: "gas" },
    ...{
      "cooks-0-cookBorn": "1990-01-01",
      "cooks-1-cookName": "Bo",
      "cooks-1-cookBorn": "2020-01-01",
      clean: "yes",
      signed: "x",
    },
  };
  const wrong = await applicant.upload(kitchen.url, formOf(complete, { "cooks-1-cookProof-file": "photo.png" }));
  assert.match(wrong.text, /Cook 2: “Date of birth of the cook” must not be after/);
  assert.match(wrong.text, new RegExp(`“Signature”: type your name, ${name}`));
  assert.match(wrong.text, /name="fuel-pick" type="radio" value="1"/, "what fits is listed");
  // an upload in a repeating group (open-formulieren/open-forms#4656)
  const [proof] = hiddenIn(wrong.text, "cooks-1-cookProof");
  const right = { ...complete, "fuel-pick": "1", "cooks-1-cookBorn": "1991-02-03", "cooks-1-cookProof": proof!, signed: name };
  const stolen = await applicant.upload(kitchen.url, formOf({ ...right, plan: crypto.randomUUID() }));
  assert.match(stolen.text, /was not found/, "only documents of this case");
  const partnerPage = await applicant.upload(kitchen.url, formOf(right));
  assert.match(partnerPage.url, /\/partner$/);
  const partner = (await government.running.use(eidApi).person(none!))!;
  const check = await applicant.post(partnerPage.url, {
    ...{ partnerId: partner.nationalId, partnerName: partner.name },
    ...{ "account-bank": "700", "account-account": "0001234567890" },
  });
  assert.match(check.text, /市府路1號, [A-Z][a-z'’]+ District, Taipei City/);
  assert.match(check.text, /Cook 2: Name of the cook Bo/);
  const caseUrl = (await applicant.post(check.url, { agree: "yes" })).url;
  const id = caseUrl.split("/").at(-1)!;

  // the chain names each file by its hash
  const { actions } = await cases.view({ id, subject: low! });
  const answered = JSON.stringify(actions.find(({ type }) => type === "answered")?.data);
  for (const file of ["plan.pdf", "photo.png"] as const)
    assert.ok(answered.includes(hash("sha256", bytesOf(file))), `${file} is not named`);

  const saved = await applicant.get(`${caseUrl}/files/${plan}`);
  assert.ok(saved.bytes.equals(bytesOf("plan.pdf")));
  assert.equal((await (await signedIn(none!)).get(`${caseUrl}/files/${proof}`)).status, 200, "a party of the case");
  const desk = `${portal}/desk/${id}`;
  const office = await signedIn(officer);
  assert.match((await office.get(desk)).text, new RegExp(`href="/desk/${id}/files/${plan}"`));
  const opened = await office.get(`${desk}/files/${plan}`);
  assert.deepEqual([opened.status, opened.type, opened.bytes.length], [200, "application/pdf", bytesOf("plan.pdf").length]);
  const audit = await government.running.schemas.of("documents").rows<{ actor: string }>(sql`
    select actor from kernel_audit where action = 'document.opened' and target = ${plan!} order by seq`);
  assert.deepEqual(
    audit.map(({ actor }) => actor),
    [low, officer],
  );
  // nobody else reaches a document by its address, whatever case or document the address names
  const other = await submitted();
  for (const address of [
    `${caseUrl}/files/${plan}`,
    `${desk}/files/${plan}`,
    `${portal}/cases/${other}/files/${plan}`,
    `${caseUrl}/files/x`,
  ])
    assert.ok([403, 404].includes((await stranger.get(address)).status), address);
  assert.equal((await office.get(`${portal}/desk/${other}/files/${plan}`)).status, 404, "of another case");
  assert.match((await new Browser("en").get(`${caseUrl}/files/${plan}`)).type, /^text\/html/, "signed out");
  await assert.rejects(
    cases.document({ id, document: plan!, reader: { agency: "moi", person: { subject: "eve", name: "Eve", posts: [] } } }),
  );
}

type Supplying = Scene & {
  anna: Person;
  otto: Person;
  officer: Person;
  doing(id: string, person: Person, act: Act): Promise<void>;
};

/** What an officer asks for is supplied as documents; anyone else leaves none in the case. */
export async function documentsSupplied({ government, signedIn, submitted, doing, ...people }: Supplying): Promise<void> {
  const { anna, otto, officer: ida } = people;
  const cases = government.running.use(casesApi);
  const { portal } = government;
  const demo = await government.running.use(eidApi).demoPeople();
  const stranger = await signedIn(demo.find((one) => one.label === "low")!.subject);
  const id = await submitted();
  const document = formOf({ act: "supply", text: "", step: "missing", visit: "1" }, { "documents-file": "photo.png" });
  assert.equal((await stranger.upload(`${portal}/cases/${id}/act`, document)).status, 404);
  const documents = government.running.use(documentsApi);
  assert.deepEqual(await documents.list({ folder: id }), []);
  await doing(id, otto, { act: "sign", party: "partner" });
  await doing(id, ida, { act: "ask", items: ["A photo"], text: "" });
  await assert.rejects(
    doing(id, anna, { act: "supply", text: "", documents: [crypto.randomUUID()] }),
    (error) => error instanceof CodedError && error.code === "case.document-unknown",
  );
  const begun = await documents.begin({ folder: id, uploader: "anna", name: "photo.png" });
  assert.ok("id" in begun);
  await documents.append({ folder: id, id: begun.id, seq: 0, bytes: bytesOf("photo.png").toString("base64") });
  await documents.finish({ folder: id, id: begun.id, accept: ["png"] });
  await doing(id, anna, { act: "supply", text: "", documents: [begun.id] });
  const supplied = (await cases.view({ id, subject: "anna" })).actions.find(({ type }) => type === "supplied")?.data;
  assert.match(JSON.stringify(supplied), new RegExp(hash("sha256", bytesOf("photo.png"))));
}

const mebibyte = 1024 * 1024;

/** A form with so many PDF files of 10 MB, made while it is sent: neither side has to hold it. */
function* manyFiles(boundary: string, count: number): Generator<Buffer> {
  const body = Buffer.alloc(mebibyte, " ");
  for (let n = 0; n < count; n++) {
    yield Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="plan-file"; filename="${n}.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.7\n`,
    );
    for (let part = 0; part < 9; part++) yield body;
    yield Buffer.from("\n%%EOF\n\r\n");
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

/** Sends the form, whether it is read to its end or not, and gives the status. */
function sendForm(address: string, cookie: string, count: number): Promise<number> {
  const boundary = "many-files";
  let length = 0;
  for (const part of manyFiles(boundary, count)) length += part.length;
  const { origin } = new URL(address);
  const headers = {
    origin,
    cookie,
    accept: "text/html",
    "content-type": `multipart/form-data; boundary=${boundary}`,
    "content-length": length,
  };
  return new Promise((resolve, reject) => {
    const request = http.request(address, { method: "POST", headers }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
    });
    // who is refused before the end may find the connection closed while still sending
    request.on("error", reject);
    pipeline(Readable.from(manyFiles(boundary, count)), request).catch(() => undefined);
  });
}

/** A form with 60 files of 10 MB is refused, whole, and neither memory nor database takes it in. */
export async function sixtyFiles({ government, signedIn }: Pick<Scene, "government" | "signedIn">): Promise<void> {
  const { portal } = government;
  const people = await government.running.use(eidApi).demoPeople();
  const subject = people.filter(({ label }) => label === "mid-low").at(-1)!.subject;
  const applicant = await signedIn(subject);
  const place = await applicant.post(`${portal}/services/stall-permit/start`, {});
  const kitchen = await applicant.post(place.url, { district: "6300001", goods: "hot food" });
  const before = process.memoryUsage().rss;
  const cookie = applicant
    .cookiesFor(kitchen.url)
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  assert.equal(await sendForm(kitchen.url, cookie, 60), 413);
  assert.ok(process.memoryUsage().rss - before < 400 * mebibyte, `${(process.memoryUsage().rss - before) / mebibyte} MiB more`);
  const folder = /\/cases\/([0-9a-f-]{36})/.exec(kitchen.url)![1]!;
  const kept = await government.running.use(documentsApi).list({ folder });
  assert.ok(kept.length <= 1, `${kept.length} documents`);
  assert.equal((await applicant.get(kitchen.url)).status, 200);
}
