import type { Connection } from "./connection.ts";
import type { DraftKeeper } from "./draft-keeper.ts";
import { explainFailure } from "./explain.ts";
import type { Merchant } from "./merchant-answer.ts";
import type { Messages } from "./messages.ts";
import type { CustomerText } from "./record-answer.ts";
import { takeBack } from "./take-back.ts";

interface Desk {
  readonly connection: Connection;
  readonly keeper: DraftKeeper;
  readonly merchant: Merchant | undefined;
  readonly messages: Messages;
}

/** Takes a text of the conversation back that waits for its time, and gives its words to the field; what came of it, in words. */
export async function takeTextBack({ id, body }: CustomerText, desk: Desk): Promise<string> {
  const { connection, keeper, merchant, messages } = desk;
  const { sent: words } = messages.composer;
  const outcome = await takeBack(connection, id);
  switch (outcome.kind) {
    case "takenBack":
      if (body === undefined) return ""; // a Worker that is older than this keeps the words to itself
      // Where its link leads the record does not tell: the chip asks for it.
      keeper.restore({ body: putLinkBack(body, merchant), link: undefined, class: undefined });
      return words.undone;
    case "tooLate":
      return words.tooLate;
    case "failed":
      return words.notUndone(explainFailure(messages, outcome.failure, connection.base).title);
  }
}

function putLinkBack(body: string, merchant: Merchant | undefined): string {
  const sample = merchant?.sampleShortUrl;
  return sample === undefined ? body : body.replace(sample, "{{ link }}");
}
