import { Conversation } from "./conversation.tsx";
import { OrderCard } from "./order-card.tsx";
import type { Customer, RecordAnswer } from "./record-answer.ts";
import { useWording } from "./wording.ts";

/** Who it is about, what was bought, and what was said. */
export function RecordView({ answer, merchantName }: { readonly answer: RecordAnswer; readonly merchantName: string }) {
  const { messages } = useWording();
  const { customer, order, texts } = answer;
  const customerName =
    customer === undefined ? messages.customer.nobody : nameCustomer(customer, messages.customer.noPhone);
  return (
    <>
      <div className="person">
        <h1>{customerName}</h1>
        {customer === undefined ? null : <CustomerFacts customer={customer} />}
      </div>
      {order === undefined ? null : <OrderCard order={order} />}
      <Conversation texts={texts} names={{ merchantName, customerName }} />
    </>
  );
}

function nameCustomer({ firstName, lastName, phone }: Customer, noName: string): string {
  const name = [firstName, lastName].filter((part) => part !== undefined && part !== "").join(" ");
  return name === "" ? (phone ?? noName) : name;
}

function CustomerFacts({ customer }: { readonly customer: Customer }) {
  const { messages, formats } = useWording();
  const time = customer.localTime === undefined ? undefined : formats.wallClock(customer.localTime);
  const { transactional, promotional } = customer.consent;
  return (
    <>
      <p className="facts">
        <span>{customer.phone ?? messages.customer.noPhone}</span>
        {time === undefined ? null : <span title={customer.timeZone}>{messages.customer.there(time)}</span>}
      </p>
      <ul className="consent">
        {customer.optedOut ? (
          <li className="no strong">{messages.customer.optedOut}</li>
        ) : (
          <>
            <li className={transactional ? "yes" : "no"}>{messages.customer.serviceTexts(transactional)}</li>
            <li className={promotional ? "yes" : "no"}>{messages.customer.promotionalTexts(promotional)}</li>
          </>
        )}
      </ul>
    </>
  );
}
