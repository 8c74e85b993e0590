/** What the engine's thread is started with. */
export interface EngineOptions {
  /** Folder of the database's files, made when missing; undefined keeps everything in memory. */
  readonly folder: string | undefined;
  /** Path of a tar of a data directory that an in-memory database starts from. */
  readonly startFrom: string | undefined;
}

/** From the main thread to the engine's. Only the newest connection is spoken to. */
export type ToEngine =
  | { readonly type: 'connect'; readonly connection: number }
  | { readonly type: 'data'; readonly connection: number; readonly bytes: Uint8Array }
  | { readonly type: 'dump'; readonly path: string }
  | { readonly type: 'close' };

/** From the engine's thread to the main one. `data` answers exactly one `data`. */
export type FromEngine =
  | { readonly type: 'creating' }
  | { readonly type: 'ready' }
  | { readonly type: 'connected'; readonly connection: number }
  | {
      readonly type: 'data';
      readonly connection: number;
      readonly bytes: Uint8Array;
      readonly fsyncs: number;
    }
  | { readonly type: 'dumped' }
  | { readonly type: 'closed' };
