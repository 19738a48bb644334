import { CORNERS, type Corner } from "./in-page-places.ts";
import { findShape, object, oneOf, type Shape, text } from "./shape.ts";

/** What the in-page button says to the background worker. It never says where it is: the browser tells that of the sender. */
export type ButtonMessage =
  | { readonly kind: "where" | "open" | "hide" }
  | { readonly kind: "move"; readonly corner: Corner };

/** What it is told: nothing of the merchant's or the customer's, since it lives in the store's page. */
export type ButtonAnswer =
  | { readonly kind: "away" }
  | { readonly kind: "here"; readonly corner: Corner; readonly words: ButtonWords };

export interface ButtonWords {
  readonly language: string;
  readonly group: string;
  readonly open: string;
  readonly move: string;
  readonly hide: string;
  readonly corners: Readonly<Record<Corner, string>>;
}

export function findButtonMessage(message: unknown): ButtonMessage | undefined {
  return findShape(messageShape, message);
}

export function findButtonAnswer(answer: unknown): ButtonAnswer | undefined {
  return findShape(answerShape, answer);
}

/** The other way round: the worker asks every button to ask again where it stands. */
export const LOOK_AGAIN = "lookAgain";

export function isLookAgain(message: unknown): boolean {
  return findShape(object({ kind: oneOf(LOOK_AGAIN) }), message) !== undefined;
}

const corner = oneOf(...CORNERS);
const messageShape: Shape<ButtonMessage> = (value) => {
  const { kind } = object({ kind: oneOf("where", "open", "hide", "move") })(value);
  return kind === "move" ? { kind, ...object({ corner })(value) } : { kind };
};

const words: Shape<ButtonWords> = object({
  language: text,
  group: text,
  open: text,
  move: text,
  hide: text,
  corners: object({ bottomRight: text, bottomLeft: text, topRight: text, topLeft: text }),
});
const hereShape = object({ corner, words });
const answerShape: Shape<ButtonAnswer> = (value) => {
  const { kind } = object({ kind: oneOf("away", "here") })(value);
  return kind === "here" ? { kind, ...hereShape(value) } : { kind };
};
