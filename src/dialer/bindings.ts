import { isAllowed } from '../compliance/numbers.ts';
import { gateRules } from '../compliance/rules.ts';
import type { BindingFailure } from '../domain/binding.ts';
import { prefixOf } from '../domain/phone-mask.ts';
import type {
  BindingAnswer,
  BindingHook,
  BindingOrder,
  CampaignPlan,
  EngineMetrics,
  Log,
  NumberBinder,
} from './ports.ts';

export interface BindingsDeps {
  binder: NumberBinder;
  metrics: EngineMetrics;
  log: Log;
}

interface Asked {
  hook: BindingHook;
  bindingId: string | undefined;
  /** It is certain that nothing was bound. */
  none: boolean;
}

/** The other side is known to have bound nothing. */
const NOTHING_BOUND: ReadonlySet<BindingFailure> = new Set(['away', 'refused', 'no-secret']);

/**
 * Numbers bound for the calls of trunks with a hook (RULES.md "Lines": AXB 隐私号, 双呼): asked for between the committed intent
 * and the originate, given back when the call is over.
 */
export class Bindings {
  readonly #deps: BindingsDeps;
  readonly #asked = new Map<string, Asked>();

  constructor(deps: BindingsDeps) {
    this.#deps = deps;
  }

  /** Never rejects. What the hook wants dialed is held to the campaign's list of prefixes like every other number. */
  async bind(hook: BindingHook, order: BindingOrder, campaign: Pick<CampaignPlan, 'gate'>): Promise<BindingAnswer> {
    const { binder, metrics, log } = this.#deps;
    const asked: Asked = { hook, bindingId: undefined, none: false };
    this.#asked.set(order.attemptId, asked);
    let answer = await binder.bind(hook, order);
    if (answer.kind === 'bound') {
      asked.bindingId = answer.bindingId;
      if (!mayDial(answer.dial, campaign)) answer = { kind: 'failed', why: 'not-allowed' };
    }
    metrics.bound(answer.kind === 'bound' ? 'bound' : answer.why);
    if (answer.kind === 'failed') {
      asked.none = NOTHING_BOUND.has(answer.why);
      log.warn({ attemptId: order.attemptId, why: answer.why }, 'no number was bound: the call is not placed');
    }
    return answer;
  }

  /** The call is over. `planned`: the hook of its trunk now, for calls that a former life of the engine placed. */
  ended(attemptId: string, planned: BindingHook | undefined): void {
    const asked = this.#asked.get(attemptId);
    this.#asked.delete(attemptId);
    const hook = asked?.hook ?? planned;
    if (hook === undefined || asked?.none === true) return;
    const { binder, metrics } = this.#deps;
    void binder.release(hook, { attemptId, bindingId: asked?.bindingId }).then((done) => metrics.unbound(done));
  }
}

/** A number without + is taken for one of the mainland; 00 leads out of it and is never dialed. */
function mayDial(dial: string, { gate }: Pick<CampaignPlan, 'gate'>): boolean {
  if (dial.startsWith('00')) return false;
  const e164 = dial.startsWith('+') ? dial : `+86${dial.replace(/^0/, '')}`;
  return isAllowed(prefixOf(e164), gateRules(gate).allowPrefixes);
}
