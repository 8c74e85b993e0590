export interface Memory {
  read(key: string): string | undefined;
  write(key: string, value: string): void;
}

/** Remembers small choices as long as this browser keeps its storage. */
export const deviceMemory = createMemory(() => localStorage);

/** Remembers as long as this tab is open, over reloads. */
export const tabMemory = createMemory(() => sessionStorage);

/** Where storage is forbidden, as in some private windows, it forgets quietly. */
function createMemory(storage: () => Storage): Memory {
  return {
    read(key) {
      try {
        return storage().getItem(`carillon.${key}`) ?? undefined;
      } catch {
        return undefined;
      }
    },
    write(key, value) {
      try {
        storage().setItem(`carillon.${key}`, value);
      } catch {
        // The choice then lasts as long as the page.
      }
    },
  };
}
