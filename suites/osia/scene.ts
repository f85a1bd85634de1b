import { randomUUID } from "node:crypto";
import { type ClientRegistration, eidApi } from "@troad/eid/api";
import eid from "@troad/eid/module";
import { type ModuleManifest, taipeiDate } from "@troad/kernel";
import notify from "@troad/notify/module";
import pki from "@troad/pki/module";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { startModules } from "../../kernel/test/modules.ts";
import { type Cards, openCards } from "../../modules/cards/cards.ts";
import manifest from "../../modules/cards/module.ts";
import { equipment, stock } from "../../modules/cards/test/centre.ts";
import { headOf, portrait } from "../../modules/cards/test/photos.ts";

export type Answer = { status: number; text: string };
export type Caller = (method: string, place: string, body?: unknown) => Promise<Answer>;
export type Scene = Awaited<ReturnType<typeof openScene>>;

/** The centre with a real token and the interface of OSIA, and clients of three agencies: one may all, one may read, one nothing. */
export async function openScene() {
  const tools = await equipment();
  let cards: Cards | undefined;
  const captured: ModuleManifest = {
    ...manifest,
    create: async (context) => {
      cards = await openCards(context, { tokenModule: tools.modulePath, printerKey: tools.printerKey, leaseSeconds: 60 });
      return manifest.create(context);
    },
  };
  const started = await startModules([pki, notify, eid, captured], {
    env: tools.env,
    content: ["agencies", "roles", "messages", "cards"],
  });
  const base = `${started.running.origin}/osia/cms`;
  const clientOf = async (agency: string): Promise<Caller> => {
    const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
    const { kty = "", crv = "", x = "", y = "" } = await exportJWK(publicKey);
    const jwk = { kty, crv, x, y, alg: "ES256", use: "sig" };
    const api = started.running.use(eidApi);
    const { client, version } = await api.applyForClient({
      client: null,
      by: "applicant",
      registration: registrationOf(agency, jwk),
    });
    await api.decideClient({ client, version, decision: "approved", by: "reviewer", reason: "fits" });
    return async (method, place, body) => {
      const assertion = await new SignJWT({ iss: client, sub: client, aud: base, jti: randomUUID() })
        .setProtectedHeader({ alg: "ES256" })
        .setIssuedAt()
        .setExpirationTime("1m")
        .sign(privateKey);
      const headers = {
        authorization: `Bearer ${assertion}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      };
      const answer = await fetch(`${base}${place}`, {
        ...{ method, headers, signal: AbortSignal.timeout(30_000) },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      return { status: answer.status, text: await answer.text() };
    };
  };
  return {
    cards: cards!,
    all: await clientOf("moi"),
    reader: await clientOf("mofa"),
    none: await clientOf("mol"),
    stop: started.stop,
    /** A request as another system sends it, with a photo. */
    request: (personId: string): object => ({
      personId,
      requestData: { priority: 5, credentialProfileId: "new-eid", requestType: "FIRST_ISSUANCE", deliveryOffice: "63000050" },
      biographicData: { name: "林小美", birthDate: "1991-05-06", nationality: "TWN" },
      biometricData: [
        {
          ...{ biometricType: "FACE", biometricSubType: "PORTRAIT", mimeType: "image/jpeg" },
          image: portrait({ dpi: 300, takenOn: taipeiDate(new Date()) }).toString("base64"),
        },
      ],
    }),
    /** What officers and the centre do with the request, up to the active card. */
    make: (id: string) => make(cards!, id),
  };
}

async function make(cards: Cards, id: string): Promise<string> {
  const order = await cards.orders.ofKey(`osia ${id}`);
  await cards.orders.accept(order!.id, headOf(531), "officer");
  await stock(cards, "OS00000001", 2);
  const batch = await cards.batches.plan("operator", "63000050");
  while ((await cards.batches.find(batch))?.state === "open") await new Promise((resolve) => setTimeout(resolve, 100));
  const [card] = await cards.batches.cards(batch);
  await cards.batches.pass(card!.id, "checker");
  await cards.batches.lettersPrinted(batch, "operator");
  const parcel = await cards.parcels.pack("63000050", "operator");
  for (const person of ["operator", "checker"]) await cards.parcels.countOut(parcel, 1, person);
  for (const person of ["office-1", "office-2"]) await cards.parcels.countIn(parcel, 1, person);
  await cards.holding.handOver(card!.id, "office-1");
  await cards.holding.activateAtOffice(card!.id, "office-1");
  return card!.id;
}

const both = (text: string) => ({ en: text, "zh-Hant": text });
const registrationOf = (agency: string, key: Record<string, string>): ClientRegistration => ({
  organisation: { kind: "agency", id: agency, name: both(agency) },
  ...{ name: both(agency), profile: "basic", auth: "private_key_jwt", backchannelLogoutUri: null, keys: [key] },
  ...{ encrypted: false, phone: false, mandates: null, claims: [], postLogoutRedirectUris: [] },
  redirectUris: ["https://client.example/callback"],
});
