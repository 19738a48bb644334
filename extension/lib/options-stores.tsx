import { useEffect, useState } from "react";
import { useAroundWording } from "./around-wording.ts";
import {
  CORNERS,
  changePlace,
  findAdminPattern,
  NEW_PLACE,
  nameStore,
  type Place,
  readPlaces,
  type Store,
} from "./in-page-places.ts";
import { namePlatform } from "./platform-names.ts";
import { oneOf } from "./shape.ts";

interface Props {
  readonly stores: readonly Store[];
  readonly tell: (news: string) => void;
}

/** The merchant's stores, and in which of them a button stands in the admin's own pages. */
export function OptionsStores({ stores, tell }: Props) {
  const { messages } = useAroundWording();
  const words = messages.options.stores;
  return (
    <section className="card" aria-labelledby="stores-title">
      <h2 id="stores-title">{words.title}</h2>
      <p className="soft">{stores.length === 0 ? words.none : words.lead}</p>
      <ul className="rows">
        {stores.map((store) => (
          <StoreRow key={nameStore(store)} store={store} stores={stores} tell={tell} />
        ))}
      </ul>
    </section>
  );
}

function StoreRow({ store, stores, tell }: Props & { readonly store: Store }) {
  const { messages } = useAroundWording();
  const words = messages.options.stores;
  const place = usePlace(store);
  const pattern = findAdminPattern(store);
  const host = pattern === undefined ? "" : new URL(pattern.replace("*", "")).host;
  const id = nameStore(store).replaceAll(/\W/g, "-");

  const toggle = async () => {
    if (pattern === undefined) return;
    if (place !== undefined) {
      await turnOff(store, pattern, stores);
      return tell(words.turnedOff(store.shop));
    }
    // First of all and without waiting for anything: browsers ask the merchant only in the click itself.
    const isAllowed = await chrome.permissions.request({ origins: [pattern] });
    if (isAllowed) await changePlace(store, NEW_PLACE);
    tell(isAllowed ? words.turnedOn(store.shop) : words.refused(host));
  };

  return (
    <li className="store">
      <div className="grow">
        <p className="strong">{store.shop}</p>
        <p className="soft">{namePlatform(store.platform)}</p>
      </div>
      <div className="switch">
        <button
          type="button"
          role="switch"
          aria-checked={place !== undefined}
          aria-labelledby={`${id}-label`}
          aria-describedby={`${id}-hint`}
          disabled={pattern === undefined}
          onClick={() => void toggle()}
        />
        <p id={`${id}-label`}>
          {words.button}
          <span className="visually-hidden"> {store.shop}</span>
        </p>
      </div>
      {place === undefined ? (
        <p id={`${id}-hint`} className="soft wide">
          {pattern === undefined ? words.insecure : words.explain(host)}
        </p>
      ) : (
        <PlaceControls id={id} store={store} place={place} />
      )}
    </li>
  );
}

function PlaceControls({ id, store, place }: { readonly id: string; readonly store: Store; readonly place: Place }) {
  const { messages } = useAroundWording();
  const words = messages.options.stores;
  if (place.isHidden) {
    return (
      <p id={`${id}-hint`} className="soft wide">
        {words.hidden}{" "}
        <button type="button" onClick={() => void changePlace(store, { ...place, isHidden: false })}>
          {words.showAgain}
        </button>
      </p>
    );
  }
  return (
    <p id={`${id}-hint`} className="wide">
      <label htmlFor={`${id}-corner`}>{words.corner}</label>{" "}
      <select
        id={`${id}-corner`}
        value={place.corner}
        onChange={(event) => void changePlace(store, { ...place, corner: oneOf(...CORNERS)(event.target.value) })}
      >
        {CORNERS.map((corner) => (
          <option key={corner} value={corner}>
            {messages.inPage.corners[corner]}
          </option>
        ))}
      </select>
    </p>
  );
}

/** Undefined while the button is off: never turned on, or its permission taken away in the browser's own settings. */
function usePlace(store: Store): Place | undefined {
  const [place, setPlace] = useState<Place>();
  const name = nameStore(store);
  const pattern = findAdminPattern(store);

  useEffect(() => {
    let isGone = false;
    const read = async () => {
      const found = (await readPlaces()).get(name);
      const isAllowed = pattern !== undefined && (await chrome.permissions.contains({ origins: [pattern] }));
      if (!isGone) setPlace(isAllowed ? found : undefined);
    };
    void read();
    const changed = () => void read();
    chrome.storage.onChanged.addListener(changed);
    chrome.permissions.onAdded.addListener(changed);
    chrome.permissions.onRemoved.addListener(changed);
    return () => {
      isGone = true;
      chrome.storage.onChanged.removeListener(changed);
      chrome.permissions.onAdded.removeListener(changed);
      chrome.permissions.onRemoved.removeListener(changed);
    };
  }, [name, pattern]);

  return place;
}

/** Gives the access back too, unless another store needs the same one: all of Shopify's admins share a host. */
async function turnOff(store: Store, pattern: string, stores: readonly Store[]): Promise<void> {
  await changePlace(store, undefined);
  const places = await readPlaces();
  const isNeeded = stores.some((other) => places.has(nameStore(other)) && findAdminPattern(other) === pattern);
  if (!isNeeded) await chrome.permissions.remove({ origins: [pattern] });
}
