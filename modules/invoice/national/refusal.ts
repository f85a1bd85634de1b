/** The codes of the application interface (specification 1.7 chapter 1 section 6), with the texts that its clients show. */
export const messages = {
  500: "系統執行錯誤",
  901: "無此期別資料",
  902: "期別錯誤",
  903: "參數錯誤",
  904: "錯誤的查詢種類",
  907: "捐贈失敗，捐贈碼不存在",
  908: "捐贈失敗，此發票已被捐贈",
  913: "捐贈失敗，此發票開立予營業人或機關團體，不能捐贈",
  915: "查無此發票詳細資料",
  919: "參數驗證碼錯誤",
  950: "超過最大查詢次數",
  951: "連線逾時",
  952: "卡片(QR碼)有效存續時間已過(過期憑證)",
  954: "簽名有誤(偽造之訊息、傳遞不完整)",
  996: "查詢發票筆數超過上限，請縮小查詢日期區間",
  997: "UUID 不符合規定(黑名單)",
  998: "AppID 不符合規定(可能是被停權或是從未申請該AppID)",
} as const;
export type NationalCode = keyof typeof messages;

/** Ends a call with a code, without carrying it out. */
export class NationalRefusal extends Error {
  readonly code: NationalCode;
  constructor(code: NationalCode) {
    super(messages[code]);
    this.name = "NationalRefusal";
    this.code = code;
  }
}

export function refuse(code: NationalCode): never {
  throw new NationalRefusal(code);
}
