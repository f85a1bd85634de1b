import path from "node:path";
import { codePattern, memberPattern } from "@troad/directory";
import { type LocalServer, type ModuleContext, openLocalServer } from "@troad/kernel";
import Type, { type TSchema } from "typebox";
import { type OperatorApi, operatorMethods } from "../api.ts";
import { admissionSchema, classSchema } from "../registry/members/admission.ts";

const member = Type.String({ pattern: memberPattern });
const distribution = Type.Union([Type.Literal("internal"), Type.Literal("external")]);
const states = ["submitted", "approved", "declined", "revoked"].map((state) => Type.Literal(state));
/** The argument of each method; a method that is not listed takes none. */
const asked: Partial<Record<keyof OperatorApi, TSchema>> = {
  anchor: distribution,
  requests: Type.Object({
    state: Type.Optional(Type.Union(states)),
    before: Type.Optional(Type.String({ maxLength: 60 })),
    limit: Type.Integer({ minimum: 1, maximum: 200 }),
  }),
  trustAnchor: Type.Object({ xml: Type.String({ maxLength: 200_000 }) }),
  forgetAnchor: Type.Object({ instance: Type.String({ maxLength: 60 }) }),
  rotateKey: Type.Object({ distribution }),
  setClass: classSchema,
  admitMember: admissionSchema,
  endMember: Type.Object({ member }),
  setSubsystem: Type.Object({ member, code: Type.String({ pattern: codePattern }), present: Type.Boolean() }),
  enterAgreements: Type.Object({ agreements: Type.Array(Type.Object({}), { minItems: 1, maxItems: 50 }) }),
  invite: Type.Object({
    member,
    server: Type.String({ pattern: codePattern }),
    hours: Type.Integer({ minimum: 1, maximum: 336 }),
  }),
  setGroup: Type.Object({
    code: Type.String({ maxLength: 60 }),
    description: Type.String({ maxLength: 200 }),
    members: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 1000 }),
  }),
};

/** The socket of the registry's operator, with the few methods of `operatorMethods`. */
export const openOperatorServer = (
  ctx: Pick<ModuleContext, "folder" | "texts" | "log">,
  api: OperatorApi,
): Promise<LocalServer> =>
  openLocalServer(ctx, path.join(ctx.folder, "operator"), { methods: operatorMethods, asked, api, actor: "operator" });
