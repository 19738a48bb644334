import { nameWord } from "./explain.ts";
import { ParcelIcon } from "./icons.tsx";
import type { Order, Parcel } from "./record-answer.ts";
import { useWording } from "./wording.ts";

const ITEMS_SHOWN = 2;

/** What was bought and where it is. */
export function OrderCard({ order }: { readonly order: Order }) {
  const { messages, formats } = useWording();
  const shown = order.items.slice(0, ITEMS_SHOWN);
  const more = order.items.slice(ITEMS_SHOWN).reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <section className="order" aria-labelledby="order">
      <div className="order-head">
        <h2 id="order">{order.name}</h2>
        {order.placedAt === undefined ? null : (
          <p className="placed">{messages.order.placed(formats.dayAndTime(order.placedAt))}</p>
        )}
        {order.total === undefined ? null : <p className="total">{formats.money(order.total)}</p>}
      </div>
      {shown.length === 0 ? null : (
        <ul className="items">
          {shown.map(({ name, quantity }, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may hold the same product, and none moves
            <li key={position}>
              <span className="quantity">{quantity} ×</span> {name}
            </li>
          ))}
          {more === 0 ? null : <li className="more">{messages.order.moreItems(more)}</li>}
        </ul>
      )}
      {order.parcels.map((parcel, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a parcel may have no tracking number yet, and none moves
        <ParcelLine key={position} parcel={parcel} />
      ))}
    </section>
  );
}

function ParcelLine({ parcel }: { readonly parcel: Parcel }) {
  const { messages } = useWording();
  return (
    <p className="parcel">
      <ParcelIcon />
      <strong>{nameWord(messages.order.parcelStates, parcel.state)}</strong>
      <span>{[parcel.carrier, parcel.trackingNumber].filter((part) => part !== undefined).join(" ")}</span>
    </p>
  );
}
