import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TaiwanEInvoice } from "node-tw-e-invoice";
import { type Installation, install, numbered, postJson } from "./installation.ts";
import { clientOf, month, type Reply } from "./national-client.ts";

let at: Installation;
let client: ReturnType<typeof clientOf>;
before(async () => {
  at = await install();
  client = clientOf(at);
});
after(() => at.stop());
const app = "/PB2CAPIVAN/invapp/InvApp";

test("the winning list has the fields, paddings and time stamp that captured answers have", async () => {
  const { call, plain } = client;
  const list = await call(app, plain("QryWinningList", { invTerm: "10802", version: "0.2" }));
  assert.deepEqual(
    [
      list.v,
      list.code,
      list.invoYm,
      list.superPrizeNo,
      list.firstPrizeNo3,
      list.firstPrizeNo4,
      list.firstPrizeNo10,
      list.sixthPrizeNo2,
      list.sixthPrizeNo3,
    ],
    ["0.2", "200", "10802", "00106725", "09775722", "", "", "264", ""],
  );
  assert.deepEqual(
    [list.superPrizeAmt, list.spcPrizeAmt, list.firstPrizeAmt, list.sixthPrizeAmt],
    ["10000000", "2000000", "0200000", "0000200"],
  );
  assert.equal(list.updateDate, "1080325");
  const { year, month: of, date, day, hours, timezoneOffset } = list.timeStamp;
  assert.deepEqual([year, of, date, day, hours, timezoneOffset], [119, 2, 25, 1, 14, -480]);
});

test("an answer for programs is told to browsers as one: it shows and frames nothing", async () => {
  const body = new URLSearchParams(client.plain("QryWinningList", { invTerm: "10802" }));
  const ask = () => fetch(at.process.origin + app, { method: "POST", body });
  const first = await (await ask()).text();
  const again = await ask();
  const { headers } = again;
  assert.equal(headers.get("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(headers.get("content-type"), "application/json;charset=UTF-8");
  assert.equal(await again.text(), first, "from memory it is the same");
});

test("unknown periods, odd months, unknown applications and missing parameters have their codes", async () => {
  const { demo, call, plain } = client;
  const code = async (more: Record<string, string>): Promise<unknown> => (await call(app, plain("QryWinningList", more))).code;
  assert.equal(await code({ invTerm: "10902" }), "901");
  assert.equal(await code({ invTerm: "10803" }), "902");
  assert.equal(await code({ invTerm: "11412" }), "901", "its draw is still to come");
  assert.equal(await code({ invTerm: "10802", appID: "EINV0000000000000" }), "998");
  assert.equal(await code({}), "903");
  assert.equal((await call(app, { appID: demo.appID, action: "nonsense" })).code, "903");
  const many = (name: string): string => Array.from({ length: 20 }, (_, at) => `${name}${at}=1`).join("&");
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const body = `${new URLSearchParams(plain("QryWinningList", { invTerm: "10802" }))}&${many("b")}`;
  for (const [address, expected] of [
    ["", "200"],
    [`?${many("a")}`, "903"],
  ]) {
    const answer = await fetch(at.process.origin + app + address, { method: "POST", body, headers: form });
    assert.equal(((await answer.json()) as Reply).code, expected, "forty parameters, wherever they stand");
  }
});

test("the header and, with the right random number, the items of an invoice are told; texts are texts", async () => {
  const { call, plain } = client;
  await postJson(at, [numbered(1)]);
  const of = { type: "Barcode", invNum: "AB00000001", generation: "V2", invDate: "2026/01/05" };
  const header = await call(app, plain("qryInvHeader", of), "query");
  assert.deepEqual(
    [
      header.v,
      header.code,
      header.invStatus,
      header.invDate,
      header.invPeriod,
      header.sellerBan,
      header.buyerBan,
      header.currency,
    ],
    ["0.5", "200", "已確認", "20260105", "11502", "12345675", "", ""],
  );
  const detail = await call(app, plain("qryInvDetail", { ...of, invTerm: "11502", randomNumber: "1234" }));
  assert.deepEqual([detail.v, detail.code, detail.amount, detail.details.length], [undefined, "200", "216", 2]);
  assert.deepEqual(detail.details[1], {
    rowNum: "2",
    description: "便當 & 湯",
    quantity: "1",
    unitPrice: "95.5",
    amount: "95.5",
  });
  const guessed = await call(app, plain("qryInvDetail", { ...of, invTerm: "11502", randomNumber: "0000" }));
  assert.deepEqual([guessed.code, guessed.details, guessed.invNum], ["200", undefined, "AB00000001"]);
  const code = async (more: Record<string, string>, action = "qryInvDetail"): Promise<unknown> =>
    (await call(app, plain(action, { ...of, invTerm: "11502", randomNumber: "1234", ...more }))).code;
  assert.equal(await code({ type: "barcode" }), "904", "upper and lower case differ");
  assert.equal(await code({ invDate: "2026/02/30" }), "903");
  assert.equal(await code({ invDate: "2026/01/06" }), "915");
  assert.equal(await code({ invNum: "AB99999999" }, "qryInvHeader"), "915");
  assert.equal(await code({ type: "QRCode", encrypt: "x".repeat(24), sellerID: "10458574" }), "915");
});

test("an invoice is looked at 99 times, and the hundredth is refused", async () => {
  const { call, plain } = client;
  await postJson(at, [numbered(2)]);
  const query = plain("qryInvDetail", {
    type: "Barcode",
    invNum: "AB00000002",
    generation: "V2",
    invDate: "2026/01/05",
    invTerm: "11502",
    randomNumber: "0000",
  });
  const codes: string[] = [];
  // more than 64 at once would be told to come back
  for (let round = 0; round < 3; round++)
    codes.push(...(await Promise.all(Array.from({ length: 40 }, async () => (await call(app, query)).code as string))));
  assert.equal(codes.filter((code) => code === "200").length, 99, "also when many come at once");
  assert.equal(codes.filter((code) => code === "950").length, 21);
});

test("clients that encode nothing work: a blank stands for the plus it was", async () => {
  const { demo, carried, signedBy } = client;
  assert.match(demo.carriers[0]!.cardNo, /\+/);
  for (let tries = 0, times = 0; times < 3 && tries < 60; tries++) {
    const next = signedBy(carried("qryCarrierAgg", { version: "1.0", serial: String(100 + tries).padStart(10, "0") }));
    if (!next.signature!.includes("+")) continue; // the signature shall have one too
    times++;
    const query = Object.entries(next)
      .map(([name, value]) => `${name}=${value}`)
      .join("&");
    const answer = (await (
      await fetch(`${at.process.origin}/PB2CAPIVAN/Carrier/Aggregate?${query}`, { method: "POST" })
    ).json()) as Reply;
    assert.deepEqual([answer.code, answer.carriers.length, answer.carriers[0].carrierType], [200, 1, "1K0001"], query);
  }
});

test("a signed query may come again in the same moment, and not later", async () => {
  const { call, carried, signedBy } = client;
  const query = signedBy(carried("qryCarrierAgg", { version: "1.0", serial: "0000000051" }));
  const code = async (): Promise<unknown> => (await call("/PB2CAPIVAN/Carrier/Aggregate", query)).code;
  assert.deepEqual([await code(), await code()], [200, 200]);
  at.clock.shift(5_000);
  assert.equal(await code(), 954);
});

test("shops ask whether barcodes and donation codes exist", async () => {
  const { demo, now, call, signedBy } = client;
  const ask = (more: Record<string, string>): Promise<Reply> =>
    call("/BIZAPIVAN/biz", { version: "1.0", appId: demo.appID, TxID: "t1", ...more });
  assert.equal((await ask({ action: "bcv", barCode: demo.carriers[0]!.cardNo })).isExist, "Y");
  assert.equal((await ask({ action: "bcv", barCode: "/ABCDEFG" })).isExist, "N");
  assert.equal((await ask({ action: "preserveCodeCheck", pCode: "25885" })).isExist, "Y");
  assert.equal((await ask({ action: "preserveCodeCheck", pCode: "77777" })).isExist, "N");
  const signed = signedBy({
    version: "1.0",
    appId: demo.appID,
    action: "qryBanUnitTp",
    ban: "12345675",
    serial: "0000000031",
    timeStamp: now(),
  });
  assert.equal((await call("/BIZAPIVAN/biz", signed)).banUnitTpStatus, "Y");
  assert.equal((await ask({ action: "bcv", barCode: "/ABCDEFG", appId: "x" })).code, "998");
});

test("donation codes are found by a part of code, number or name, counted from 0", async () => {
  const { call, plain } = client;
  const { details, code } = await call(
    "/PB2CAPIVAN/loveCodeapp/qryLoveCode",
    plain("qryLoveCode", { qKey: "25885", version: "0.2" }),
  );
  assert.equal(code, "200");
  assert.deepEqual(details[0], {
    rowNum: 0,
    SocialWelfareBAN: "05200169",
    LoveCode: "25885",
    SocialWelfareName: "財團法人伊甸社會福利基金會",
    SocialWelfareAbbrev: "伊甸基金會",
  });
});

test("requests of the package node-tw-e-invoice work, and its SHA-1 signatures get 954", async () => {
  const { demo, now, call } = client;
  const theirs = new TaiwanEInvoice(demo.appID, demo.apiKey).inquirer("u-1");
  const send = async (action: string, parameters: object): Promise<Reply> => {
    const { path: url, param }: Reply = await theirs.action(action, parameters as never);
    return call(new URL(url).pathname, param as Record<string, string>);
  };
  const list = await send("QryWinningList", { invTerm: "11410" });
  assert.deepEqual([list.code, list.superPrizeNo], ["200", "25834483"]);
  assert.equal((await send("qryLoveCode", { qKey: "25885" })).details[0].LoveCode, "25885");
  const { cardType, cardNo, cardEncrypt } = demo.carriers[0]!;
  const stamp = { timeStamp: new Date(now() * 1000), expTimeStamp: new Date(2147483647000) };
  const found = await send("carrierInvChk", { cardType, cardNo, cardEncrypt, ...stamp, ...month });
  assert.equal(found.code, 200);
  const aggregate = await send("qryCarrierAgg", {
    cardType,
    cardNo,
    cardEncrypt,
    serial: "0000000041",
    timeStamp: stamp.timeStamp,
  });
  assert.equal(aggregate.code, 954);
});
