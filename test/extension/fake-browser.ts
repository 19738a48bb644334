type Listener = (...values: never[]) => void;
type Area = Record<string, unknown>;

/** As much of an extension's browser as the code around requests touches: storage areas, and events that can be fired. */
export function fakeChrome() {
  const local: Area = {};
  const session: Area = {};
  const changed = fakeEvent();
  const area = (values: Area) => ({
    get: async (key: string) => (key in values ? { [key]: structuredClone(values[key]) } : {}),
    set: async (entries: Area) => {
      // A browser stores JSON: what is undefined is not there.
      Object.assign(values, JSON.parse(JSON.stringify(entries)));
    },
    remove: async (key: string) => {
      delete values[key];
    },
    setAccessLevel: async () => undefined,
  });
  return {
    local,
    session,
    /** The browser is closed and opened: what it held in memory is gone. */
    restart: () => {
      for (const key of Object.keys(session)) delete session[key];
    },
    chrome: {
      storage: { local: area(local), session: area(session), onChanged: changed },
      runtime: { id: "abc", getURL: (path: string) => `chrome-extension://abc/${path}` },
    },
  };
}

export function fakeEvent() {
  const listeners = new Set<Listener>();
  return {
    addListener: (listener: Listener) => listeners.add(listener),
    removeListener: (listener: Listener) => listeners.delete(listener),
    fire: (...values: unknown[]) => [...listeners].map((listener) => Reflect.apply(listener, undefined, values)),
  };
}

/** One at a time, in order, as https://w3c.github.io/web-locks/ says. */
export function fakeLocks() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request: <T>(_: string, act: () => Promise<T>): Promise<T> => {
      const mine = last.then(act);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** One database with one store, whose requests are answered later, as a browser's are. */
export function fakeIndexedDb() {
  const values = new Map<string, unknown>();
  const later = (target: object, name: string) =>
    queueMicrotask(() => Reflect.apply(Reflect.get(target, name) ?? (() => undefined), target, []));
  return {
    open: () => {
      const store = {
        get: (key: string) => ({ result: structuredClone(values.get(key)) }),
        put: (value: unknown, key: string) => ({ result: values.set(key, structuredClone(value)) && key }),
        delete: (key: string) => ({ result: values.delete(key) ? undefined : undefined }),
      };
      const transaction = () => {
        const made = { objectStore: () => store };
        later(made, "oncomplete");
        return made;
      };
      const request = { result: { transaction, close: () => undefined, createObjectStore: () => store } };
      later(request, "onsuccess");
      return request;
    },
  };
}
