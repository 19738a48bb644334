import type { ReactNode } from "react";
import type { Connection } from "./connection.ts";
import { Conversation, type Written } from "./conversation.tsx";
import { OrderCard } from "./order-card.tsx";
import { Person } from "./person.tsx";
import type { Customer, CustomerText, RecordAnswer } from "./record-answer.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly answer: RecordAnswer;
  readonly connection: Connection;
  readonly preview: string | undefined;
  readonly written: Written | undefined;
  readonly onTakeBack: (text: CustomerText) => void;
  /** What stands in the upper corner, beside the name. */
  readonly corner: ReactNode;
}

/** Who it is about, what was bought, and what was said. */
export function RecordView({ answer, connection, preview, written, onTakeBack, corner }: Props) {
  const { messages } = useWording();
  const { customer, order, texts } = answer;
  const customerName =
    customer === undefined ? messages.customer.nobody : nameCustomer(customer, messages.customer.noName);
  const names = { merchantName: connection.merchantName, customerName };
  return (
    <>
      <Person name={customerName} customer={customer} corner={corner} />
      {order === undefined ? null : <OrderCard order={order} />}
      <Conversation texts={texts} names={names} preview={preview} written={written} onTakeBack={onTakeBack} />
    </>
  );
}

function nameCustomer({ firstName, lastName, phone }: Customer, noName: string): string {
  const name = [firstName, lastName].filter((part) => part !== undefined && part !== "").join(" ");
  return name === "" ? (phone ?? noName) : name;
}
