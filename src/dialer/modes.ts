import { OneToOne, type OneToOneDeps } from './one-to-one.ts';
import type { AgentWish } from './ports.ts';
import { type PreviewDeps, Previews } from './previews.ts';
import { Transfers, type TransfersDeps } from './transfers.ts';
import { WishDesk, type WishDeskDeps } from './wish-desk.ts';

export type ModesDeps = Omit<PreviewDeps, 'dial'> &
  Omit<OneToOneDeps, 'previews'> &
  Omit<WishDeskDeps, 'previews' | 'oneToOne' | 'transfers'> &
  TransfersDeps;

/** What stands beside the paced calls of a group: manual calls, previews and transfers, and the wishes of agents about all of them. */
export class Modes {
  readonly previews: Previews;
  readonly oneToOne: OneToOne;
  readonly transfers: Transfers;
  readonly #wishes: WishDesk;

  constructor(deps: ModesDeps) {
    this.previews = new Previews({ ...deps, dial: (preview) => this.oneToOne.dialPreview(preview) });
    this.oneToOne = new OneToOne({ ...deps, previews: this.previews });
    this.transfers = new Transfers(deps);
    const { previews, oneToOne, transfers } = this;
    this.#wishes = new WishDesk({ ...deps, previews, oneToOne, transfers });
  }

  /** @throws what the stores throw when they are away. */
  wish(wish: AgentWish): Promise<void> {
    return this.#wishes.wish(wish);
  }
}
