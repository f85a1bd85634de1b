import { type KeyObject, randomUUID } from "node:crypto";
import { type Answer, signPackage, type Unjudged } from "@troad/invoice/api";
import { type BanCheck, type Finding, type MessageKind, writeEnvelope, writePlatform } from "@troad/invoice-formats";
import { move, readShopFile, type ShopFile, takeFiles, writeResult } from "./folder.ts";

export type Shop = {
  readonly party: string;
  readonly certificateDer: Uint8Array;
  readonly key: KeyObject;
  readonly platform: string;
  /** Which business numbers are possible: files with others are not sent. */
  readonly isBan: BanCheck;
};
/** The result of one run; `retryAfter`, in seconds, is there if the platform could not be reached. */
export type SendSummary = { readonly taken: number; readonly refused: number; readonly retryAfter?: number };

type Refused = { readonly code: string; readonly path: string };

/** Sends the waiting files, one package per kind of message, and writes results into `in`. Files without an answer stay in `work`. */
export async function sendPending(root: string, shop: Shop): Promise<SendSummary> {
  const files = takeFiles(root).map((name) => readShopFile(root, name, shop.isBan));
  let [taken, refused] = [0, 0];
  for (const file of files.filter(({ findings }) => findings.length > 0)) {
    refuse(root, shop, file, file.findings);
    refused++;
  }
  const packs = Map.groupBy(
    files.filter(({ findings }) => findings.length === 0),
    ({ kind }) => kind!,
  );
  for (const [kind, members] of packs) {
    const answer = await post(shop, kind, members);
    if ("retryAfter" in answer) return { taken, refused, ...answer };
    if ("judged" in answer) {
      // taken, not judged yet: what is refused comes with the results of the day
      for (const file of members) move(root, file.name, "work", "done");
      taken += members.length;
      continue;
    }
    const wrong = new Map(answer.refused.map(({ at, errors }) => [at, errors]));
    writeResult(root, `SummaryResult-${answer.package}.xml`, summaryOf(shop, kind, answer, members, wrong));
    members.forEach((file, at) => {
      const errors = wrong.get(at);
      if (errors) refuse(root, shop, file, errors);
      else move(root, file.name, "work", "done");
    });
    refused += wrong.size;
    taken += members.length - wrong.size;
  }
  return { taken, refused };
}

async function post(
  shop: Shop,
  kind: MessageKind,
  members: readonly ShopFile[],
): Promise<Answer | Unjudged | { retryAfter: number }> {
  const names = { partyId: shop.party, routingId: shop.party };
  const pack = { code: kind.code, version: kind.version, messages: members.map(({ element }) => element) };
  const xml = writeEnvelope(names, { partyId: "0000000000", routingId: "TROAD" }, pack);
  const body = await signPackage(Buffer.from(xml), shop.certificateDer, shop.key);
  let response: Response;
  try {
    response = await fetch(`${shop.platform}/invoice/v1/messages`, {
      method: "POST",
      body: Uint8Array.from(body),
      // a new key: a refused file that is put into the folder again is checked again, and an accepted one is recognised by its content
      headers: { "content-type": "application/pkcs7-mime", accept: "application/json", "idempotency-key": randomUUID() },
      signal: AbortSignal.timeout(60_000),
    });
    if (response.status === 200 || response.status === 202) return (await response.json()) as Answer | Unjudged;
  } catch {
    return { retryAfter: 5 }; // without an answer the outcome is unknown: the same messages are sent again
  }
  if (response.status >= 500 || response.status === 429) return { retryAfter: Number(response.headers.get("retry-after")) || 5 };
  throw new Error(`the platform refuses the package: ${response.status} ${(await response.text()).slice(0, 300)}`);
}

/** Moves the file to `error`, with a ProcessResult beside it that gives the reason. */
function refuse(root: string, shop: Shop, file: ShopFile, errors: readonly (Finding | Refused)[]): void {
  const code = file.kind?.code ?? "?";
  const result = writePlatform("ProcessResult", "4.1", {
    RoutingInfo: routing(shop),
    MessageInfo: {
      Id: file.name.slice(0, 200),
      Size: String(file.element.length),
      MessageType: code,
      Service: "TROAD",
      Action: code,
    },
    Result: {
      Info: errors.map((error) => ({
        Code: "1",
        Description: error.code,
        Parameter0: file.number,
        Parameter1: error.code,
        Parameter2: error.path,
      })),
    },
  });
  writeResult(root, `ProcessResult-${file.name}`, result);
  move(root, file.name, "work", "error");
}

const routing = (shop: Shop): object => ({
  From: { PartyId: "0000000000", Description: "PLATFORM" },
  FromVAC: { RoutingId: "TROAD" },
  To: { PartyId: shop.party },
  ToVAC: { RoutingId: shop.party },
});

function summaryOf(
  shop: Shop,
  kind: MessageKind,
  answer: Answer,
  members: readonly ShopFile[],
  wrong: ReadonlyMap<number, unknown>,
): string {
  const counted = (files: readonly ShopFile[]): object => {
    const invoices = files.map(({ number, date }) => ({ ReferenceNumber: number || "?", InvoiceDate: date || "00000000" }));
    return { ResultDetailType: { Count: String(files.length), Invoices: files.length > 0 ? { Invoice: invoices } : undefined } };
  };
  return writePlatform("SummaryResult", "4.1", {
    RoutingInfo: routing(shop),
    DetailList: {
      Message: [
        {
          Info: { Id: answer.package, Size: "0", MessageType: kind.code, Service: "TROAD", Action: kind.code },
          ResultType: {
            Total: { ResultDetailType: { Count: String(members.length) } },
            Good: counted(members.filter((_, at) => !wrong.has(at))),
            Failed: counted(members.filter((_, at) => wrong.has(at))),
          },
        },
      ],
    },
  });
}
