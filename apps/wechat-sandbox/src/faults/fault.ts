/** What is said of a fault wherever it is offered. */
export interface Fault {
  zh: string;
  en: string;
  /** What `value` means and is when not given; absent where the fault takes none. */
  value?: { unit: string; byDefault: number; most: number };
}
