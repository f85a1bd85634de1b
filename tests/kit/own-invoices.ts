import assert from "node:assert/strict";
import { termOf } from "@troad/invoice-formats";
import { mydataApi } from "@troad/mydata/api";
import { roadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import type { Browser } from "../../apps/troad/demo/browser.ts";
import { type Citizen, student } from "./exchange.ts";
import type { Government } from "./government.ts";

type Downloaded = { browser: Browser; citizen: Citizen; items: readonly { name: string; data: Uint8Array }[] };

/** The invoices that a person downloaded are theirs, and who asks for them otherwise is refused. */
export async function ownInvoices(government: Government, { browser, citizen, items }: Downloaded): Promise<void> {
  const own = JSON.parse(Buffer.from(items.find(({ name }) => name === "cloud-invoices.json")!.data).toString()) as {
    records: { invoices: { number: string; date: string; total: number; sellerName: string }[] }[];
  };
  const [{ invoices }] = own.records as [(typeof own.records)[0]];
  assert.ok(invoices.length > 0);
  const known = invoices.filter(({ number }) => /^[A-Z]{2}\d{8}$/.test(number)).slice(0, 3);
  for (const { number, date, total, sellerName } of known) {
    const page = await browser.get(`${government.portal}/invoice/mine/${termOf(date)}/${number}`);
    assert.ok(total > 0 && page.status === 200 && page.text.includes(sellerName), number);
  }
  const url = await government.running.use(roadApi).consumerUrl("GOV/MODA");
  const ask = (service: string, body: object, consent: string | null = null) =>
    askRegister(url, {
      ...{ target: `/r1/TWDEMO/GOV/${service}`, client: "TWDEMO/GOV/MODA/MYDATA", consent, issue: null },
      ...{ exchangeId: `TWDEMO-test-${crypto.randomUUID()}`, body: { nationalId: citizen.nationalId, ...body } },
    });
  const codeOf = async (...asked: Parameters<typeof ask>) => {
    const reply = await ask(...asked);
    return reply.ok ? "answered" : reply.code;
  };
  const of = { fields: ["invoices"] };
  assert.match(await codeOf("MOF/REGISTERS/cloud-invoice/find", of), /ConsentMissing$/);
  const { token } = await government.running.use(mydataApi).grant({
    ...{
      key: "another's",
      subject: "other",
      nationalId: student(1).nationalId,
      consumer: "TWDEMO/GOV/MODA/MYDATA",
      purpose: "test",
    },
    requests: [
      {
        source: "x",
        provider: "TWDEMO/GOV/MOF/REGISTERS/cloud-invoice",
        fields: ["invoices"],
        agreement: "mydata-cloud-invoices",
      },
    ],
  });
  assert.equal(await codeOf("MOF/REGISTERS/cloud-invoice/find", of, token), "consent.other-subject");
  const by = { fields: ["name"], only: { field: "director", in: [citizen.nationalId] } };
  assert.match(await codeOf("MOEA/REGISTERS/company/of", by, token), /^field\.(not-agreed|unknown)$/);
}
