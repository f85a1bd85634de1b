import { asCoded, type Database } from "@troad/kernel";
import type { Cards } from "../cards.ts";
import { cardsOfOrder } from "../store/cards.ts";
import type { Holder, OrderKind, OrderRow } from "../store/orders.ts";
import { Refused } from "./refused.ts";
import type { CredentialRequest } from "./schemas.ts";
import { requestView } from "./views.ts";

export type Requests = ReturnType<typeof openRequests>;
const keyOf = (id: string): string => `osia ${id}`;
const fields = ["name", "birthDate", "address", "sex", "birthPlace", "father", "mother", "spouse"] as const;
const kinds: Record<string, OrderKind> = { FIRST_ISSUANCE: "first", RENEWAL: "renewal", REPLACEMENT: "replacement" };

/** Requests of other systems, which are orders like those of the household office. */
export function openRequests(db: Database, cards: Cards) {
  const { content, orders, holding } = cards;
  const find = async (id: string): Promise<OrderRow> => {
    const order = await orders.ofKey(keyOf(id));
    if (!order) throw new Refused(404);
    return order;
  };
  /** What the request means here; everything that would be refused later is refused before anything is written. */
  function read(body: CredentialRequest): { kind: OrderKind; office: string; holder: Holder; photo: Photo | undefined } {
    const { requestData: asked, biographicData, biometricData = [] } = body;
    if (asked.credentialProfileId !== content.id) throw new Refused(400, "requestData/credentialProfileId is none of ours");
    const kind = kinds[asked.requestType] ?? (asked.requestTypeOther === "EXCHANGE" ? "exchange" : undefined);
    if (!kind) throw new Refused(400, "requestData/requestTypeOther is EXCHANGE or nothing that we make");
    const office = asked.deliveryOffice ?? "";
    if (!/^\d{8}$/.test(office)) throw new Refused(400, "requestData/deliveryOffice is the code of a town");
    const holder = Object.fromEntries(
      fields.flatMap((name) =>
        typeof biographicData[name] === "string" ? [[name, (biographicData[name] as string).slice(0, 300)]] : [],
      ),
    );
    if (!holder.name) throw new Refused(400, "biographicData/name is missing");
    const [face] = biometricData;
    return { kind, office, holder, photo: face && photoOf(face) };
  }
  type Photo = { file: Buffer; declaredOn: string | undefined };
  function photoOf({ image, captureDate }: NonNullable<CredentialRequest["biometricData"]>[number]): Photo {
    const photo = { file: Buffer.from(image, "base64"), declaredOn: captureDate?.slice(0, 10) };
    const judged = orders.judge(photo.file, photo.declaredOn);
    if (!judged) throw new Refused(400, "biometricData/0/image is no JPEG");
    if (judged.faults.length > 0) throw new Refused(400, `biometricData/0/image: ${judged.faults.join(", ")}`);
    return photo;
  }
  return {
    create: async (id: string, body: CredentialRequest, client: string): Promise<void> => {
      const { photo, ...rest } = read(body);
      const { requestData, personId: nationalId } = body;
      const placed = await orders.place({
        ...{ ...rest, key: keyOf(id), nationalId, priority: requestData.priority, client, request: requestData },
      });
      if (!placed.isNew) throw new Refused(409);
      if (photo) await orders.addPhoto(placed.id, photo.file, { by: client, declaredOn: photo.declaredOn });
    },
    read: async (id: string) => {
      const order = await find(id);
      return requestView(
        id,
        order,
        (await cardsOfOrder(db, order.id)).map((one) => one.id),
        content,
      );
    },
    /** The person of a request stays: another one is another request. */
    update: async (id: string, body: CredentialRequest, client: string): Promise<void> => {
      const order = await find(id);
      if (order.national_id !== body.personId) throw new Refused(403);
      const { photo, holder, office } = read(body);
      await refusing(() =>
        orders.change(order.id, { holder, office, priority: body.requestData.priority, request: body.requestData }, client),
      );
      if (photo) await orders.addPhoto(order.id, photo.file, { by: client, declaredOn: photo.declaredOn });
    },
    cancel: async (id: string, client: string): Promise<void> => {
      const order = await find(id);
      await refusing(() => holding.end(order.id, "cancelled", client));
    },
  };
}

/** What a state does not allow is 403 in OSIA; a defect stays one. */
export async function refusing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (asCoded(error as Error).status === 409) throw new Refused(403);
    throw error;
  }
}
