import { useState } from "react";
import { nameWord } from "./explain.ts";
import { ChevronIcon, ParcelIcon } from "./icons.tsx";
import type { Order, Parcel } from "./record-answer.ts";
import { useWording } from "./wording.ts";

/** What was bought and where it is: two lines, and all of it when asked. */
export function OrderCard({ order }: { readonly order: Order }) {
  const { messages, formats } = useWording();
  // A side panel has the room.
  const [isOpen] = useState(() => window.matchMedia?.("(min-height: 760px)").matches ?? false);
  const [first] = order.items;
  const more = order.items.slice(1).reduce((sum, { quantity }) => sum + quantity, 0);
  const parcel = order.parcels.at(-1);
  return (
    <details className="order" open={isOpen}>
      <summary>
        <span className="order-head">
          <h2>{order.name}</h2>
          {parcel === undefined ? null : (
            <span className="parcel-state">
              <ParcelIcon />
              {nameWord(messages.order.parcelStates, parcel.state)}
            </span>
          )}
          {order.total === undefined ? null : <span className="total">{formats.money(order.total)}</span>}
          <ChevronIcon />
        </span>
        {first === undefined ? null : (
          <span className="first-item">
            <Item {...first} />
            {more === 0 ? null : <span className="more"> {messages.order.moreItems(more)}</span>}
          </span>
        )}
      </summary>
      <div className="order-rest">
        {order.items.length < 2 ? null : (
          <ul className="items">
            {order.items.map((item, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two lines may hold the same product, and none moves
              <li key={position}>
                <Item {...item} />
              </li>
            ))}
          </ul>
        )}
        {order.placedAt === undefined ? null : (
          <p className="placed">{messages.order.placed(formats.dayAndTime(order.placedAt))}</p>
        )}
        {order.parcels.map((one, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a parcel may have no tracking number yet, and none moves
          <ParcelLine key={position} parcel={one} />
        ))}
      </div>
    </details>
  );
}

function Item({ name, quantity }: Order["items"][number]) {
  return (
    <>
      <span className="quantity">{quantity} ×</span> {name}
    </>
  );
}

function ParcelLine({ parcel }: { readonly parcel: Parcel }) {
  const { messages } = useWording();
  const { trackingUrl } = parcel;
  const isWeb = trackingUrl !== undefined && /^https?:\/\//i.test(trackingUrl);
  return (
    <p className="parcel">
      <ParcelIcon />
      <strong>{nameWord(messages.order.parcelStates, parcel.state)}</strong>
      <span>{[parcel.carrier, parcel.trackingNumber].filter((part) => part !== undefined).join(" ")}</span>
      {isWeb ? (
        <a href={trackingUrl} target="_blank" rel="noreferrer">
          {messages.composer.frame.track}
        </a>
      ) : null}
    </p>
  );
}
