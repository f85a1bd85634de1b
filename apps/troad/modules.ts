import appointments from "@troad/appointments/module";
import benefits from "@troad/benefits/module";
import cards from "@troad/cards/module";
import cases from "@troad/cases/module";
import connected from "@troad/connected/module";
import demo from "@troad/demo/module";
import desk from "@troad/desk/module";
import documents from "@troad/documents/module";
import eid from "@troad/eid/module";
import entitled from "@troad/entitled/module";
import identity from "@troad/identity/module";
import indicators from "@troad/indicators/module";
import invoice from "@troad/invoice/module";
import journeys from "@troad/journeys/module";
import type { ModuleManifest } from "@troad/kernel";
import law from "@troad/law-web/module";
import mydata from "@troad/mydata/module";
import notify from "@troad/notify/module";
import opendata from "@troad/opendata/module";
import operator from "@troad/operator/module";
import passbook from "@troad/passbook/module";
import pay from "@troad/pay/module";
import people from "@troad/people/module";
import pki from "@troad/pki/module";
import portal from "@troad/portal/module";
import proofing from "@troad/proofing/module";
import providers from "@troad/providers/module";
import registers from "@troad/registers/module";
import road from "@troad/road/module";
import signing from "@troad/signing/module";
import subscriptions from "@troad/subscriptions/module";
import tax from "@troad/tax/module";
import vaccinations from "@troad/vaccinations/module";
import vault from "@troad/vault/module";
import wallet from "@troad/wallet/module";
import webhooks from "@troad/webhooks/module";
import witness from "@troad/witness/module";

/** Every module of the platform. A new one is a line here. */
export const modules: ModuleManifest[] = [
  pki,
  road,
  registers,
  subscriptions,
  eid,
  cards,
  identity,
  people,
  mydata,
  law,
  notify,
  documents,
  pay,
  benefits,
  webhooks,
  invoice,
  cases,
  appointments,
  vaccinations,
  journeys,
  signing,
  desk,
  tax,
  passbook,
  vault,
  connected,
  indicators,
  entitled,
  providers,
  portal,
  wallet,
  proofing,
  opendata,
  operator,
  witness,
  demo,
];
