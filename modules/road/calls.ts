import { actSchema, offersSchema } from "@troad/flow";
import { exactly, oneOf, orNull, pageLimit, textUpTo, uuidSchema } from "@troad/kernel";
import Type from "typebox";

/** The arguments of `RoadApi`: types and bounds. Their meaning is checked where they are used, which refuses with a code of its own. */
const code = textUpTo(60);
const member = textUpTo(200);
const agency = textUpTo(100);
const actor = textUpTo(200);
const identifier = textUpTo(1_000);
const words = textUpTo(10_000);
const note = textUpTo(2_000);
const names = exactly({ "zh-Hant": textUpTo(300), en: textUpTo(300) });
const distribution = oneOf("internal", "external");
const side = oneOf("consumer", "provider");
const before = Type.Optional(textUpTo(200));
const schema = textUpTo(63);
const count = Type.Integer({ minimum: 0 });
/** SHA-256, hexadecimal. */
const digest = textUpTo(64);
const instant = textUpTo(40);

const key = exactly({ exchangeId: identifier, consumer: identifier, provider: identifier, side });
const record = exactly({
  ...key.properties,
  agreement: orNull(words),
  at: instant,
  code: orNull(words),
  consent: orNull(words),
  fields: Type.Array(words, { maxItems: 1_000 }),
  outcome: oneOf("answered", "refused", "failed", "unknown"),
  purpose: orNull(words),
  requestHash: words,
  responseHash: orNull(words),
});
const proof = exactly({
  signature: textUpTo(1_000_000),
  signer: count,
  files: Type.Array(Type.Tuple([textUpTo(1_000), textUpTo(1_000), textUpTo(200)]), { maxItems: 100 }),
});
const told = exactly({ record, salt: textUpTo(200), proof: Type.Optional(proof) });

const anchoring = {
  recordHeads: [exactly({ schema, no: Type.Integer(), at: instant, root: digest, count: Type.Integer(), previous: digest })],
  headRecords: [exactly({ schema, after: Type.Integer(), limit: pageLimit })],
  recordCheck: [
    exactly({
      ...{ schema, beganAt: instant, at: instant, entries: count, heads: count, publications: count },
      anchored: orNull(Type.Boolean()),
      faults: Type.Array(exactly({ ledger: textUpTo(100), stream: note, seq: Type.Integer(), reason: note }), { maxItems: 200 }),
    }),
  ],
} as const;

const optionalText = Type.Optional(identifier);
const day = Type.Optional(textUpTo(10));
const transferQuery = {
  ...{ member: Type.Optional(member), consumer: Type.Optional(member), provider: Type.Optional(member), service: optionalText },
  ...{ exchangeId: optionalText, outcome: Type.Optional(textUpTo(20)), side: Type.Optional(textUpTo(20)), from: day, to: day },
};
const transferPage = exactly({ ...transferQuery, before, limit: pageLimit });
const transferCount = exactly({ ...transferQuery, limit: pageLimit });

const log = {
  ledgers: [],
  headProof: [exactly({ schema, no: Type.Integer() })],
  recordDigest: [exactly({ digest })],
  digestProof: [exactly({ digest })],
  consumerUrl: [member],
  offerService: [exactly({ agency, subsystem: code, service: code, url: textUpTo(300), token: textUpTo(200) })],
  instance: [],
  agreements: [],
  recordTransfers: [Type.Array(told, { maxItems: 1_000 }), Type.Array(textUpTo(20_000), { maxItems: 1_000 })],
  proofOf: [key],
  evidenceOf: [key],
  transferAlarms: [
    exactly({
      kind: Type.Optional(oneOf("second-record", "sides-differ", "answer-denied", "unproven", "replayed")),
      ...{ before, limit: pageLimit },
    }),
  ],
  recordsOf: [member],
  transfersOf: [exactly({ member: Type.Optional(member), before, limit: pageLimit })],
  exchanges: [transferPage],
  countExchanges: [transferCount],
  transferRecords: [transferPage],
  countTransferRecords: [transferCount],
  transferDays: [exactly({ member: Type.Optional(member), from: textUpTo(10) })],
  logStatus: [],
  logEntries: [exactly({ leafIndex: Type.Optional(count), requestHash: Type.Optional(textUpTo(200)) })],
  logGrowth: [exactly({ days: Type.Integer({ minimum: 1, maximum: 60 }) })],
  roots: [],
  authorities: [],
} as const;

const registry = {
  submitRequest: [exactly({ member, sealed: textUpTo(200_000), proof: Type.Optional(textUpTo(10_000)) })],
  requests: [
    exactly({
      state: Type.Optional(oneOf("submitted", "approved", "declined", "revoked")),
      ...{ type: Type.Optional(textUpTo(60)), member: Type.Optional(member), before, limit: pageLimit },
    }),
  ],
  request: [textUpTo(60)],
  decideRequest: [exactly({ id: textUpTo(60), approve: Type.Boolean(), reason: orNull(note), actor })],
  members: [],
  setClass: [exactly({ code, description: names, actor })],
  admitMember: [
    exactly({
      ...{ member, agency, name: names, actor },
      kind: oneOf("ministry", "school", "city", "company", "platform"),
      subsystems: Type.Array(code, { maxItems: 100 }),
    }),
  ],
  endMember: [exactly({ member, actor })],
  setSubsystem: [exactly({ member, code, present: Type.Boolean(), actor })],
  // each is checked against the schema of agreements.json
  enterAgreements: [exactly({ agreements: Type.Array(Type.Object({}), { maxItems: 100 }), actor })],
  invite: [exactly({ member, server: code, hours: Type.Number(), actor })],
  enrol: [exactly({ id: uuidSchema(), csr: textUpTo(20_000), proof: textUpTo(200) })],
  setGroup: [exactly({ code, description: note, members: Type.Array(member, { maxItems: 2_000 }), actor })],
  groups: [],
  anchor: [distribution],
  trustAnchor: [exactly({ xml: textUpTo(200_000), actor })],
  forgetAnchor: [exactly({ instance: code, actor })],
  trustedInstances: [],
  rotateKey: [exactly({ distribution, actor })],
  services: [exactly({ text: textUpTo(1_000), after: Type.Optional(identifier), limit: pageLimit })],
  service: [identifier],
} as const;

const decision = { id: textUpTo(60), agency, actor };
const access = {
  offers: [offersSchema],
  act: [actSchema],
  revokeApplication: [exactly({ ...decision, reason: note })],
  withdrawApplication: [exactly(decision)],
  applications: [
    exactly({
      ...{ agency, side: Type.Optional(side), before, limit: pageLimit },
      state: Type.Optional(oneOf("submitted", "approved", "refused", "revoked", "withdrawn", "expired")),
    }),
  ],
  application: [exactly({ id: textUpTo(60), agency })],
} as const;

export const roadCalls = { ...anchoring, ...log, ...registry, ...access } as const;
