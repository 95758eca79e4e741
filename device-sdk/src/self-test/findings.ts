/** What the figures of the audio legs mean. Pure; a leg that failed is thrown as a LegFailure. */
import { reasonName, REASON_TEXTS, type SelfTestReport, type ToneMeasure } from '@pipit/protocol';
import type { PlaybackMark } from '../playout/playout.ts';
import type { DownlinkProbe } from './downlink-probe.ts';
import { LegFailure, type LegFinding } from './legs.ts';

/** Of a tone's frames. */
const MAX_LOST_SHARE = 0.05;
/** Of the energy; a tone through Opus keeps nearly all at its frequency. */
const MIN_TONE_SHARE = 0.5;
/** The tone leaves at -15 dB. */
const MIN_LEVEL_DBFS = -40;

export const CHECK_NETWORK = 'Check the network between the device and the broker.';
const CHECK_LINK =
  'The connection does not keep up: check the radio signal, other traffic, and the load of both sides.';
const CHECK_CODEC = 'It is not the tone that was sent: check the codec of both sides.';

/** `framesSent`: what the device made, taken by its connection or not. `judged`: it was a real tone. */
export function uplinkFinding(report: SelfTestReport, framesSent: number, judged: boolean): LegFinding {
  const { framesReceived, levelDbfs, tonePercent, uplinkMs } = report;
  const lost = Math.max(0, framesSent - framesReceived);
  if (framesReceived === 0) {
    const text = `None of ${framesSent} frames arrived, though messages do: something on the way drops MQTT's QoS 0, or the topic ua.`;
    throw new LegFailure(text, lost);
  }
  if (lost > framesSent * MAX_LOST_SHARE) {
    throw new LegFailure(`${lost} of ${framesSent} frames are missing at the broker. ${CHECK_LINK}`, lost);
  }
  const tone = { share: tonePercent / 100, levelDbfs };
  if (judged && !isTone(tone)) throw new LegFailure(`${describe(tone)} arrived. ${CHECK_CODEC}`, lost);
  const text = `${framesReceived} frames${judged ? `, ${describe(tone)}` : ''}.`;
  return { ...(uplinkMs > 0 && { ms: uplinkMs }), lost, text };
}

export function modelFinding(report: SelfTestReport): LegFinding {
  if (report.modelOpened) return { ms: report.modelOpenMs, text: 'The model was opened.' };
  const reason = reasonName(report.modelReason);
  const text = report.modelText || REASON_TEXTS[reason].text;
  throw new LegFailure(`${text} (${reason})`);
}

export function downlinkFinding(probe: DownlinkProbe): LegFinding {
  const { received, lost, delayMs } = probe;
  const total = received + lost;
  if (lost > total * MAX_LOST_SHARE) {
    throw new LegFailure(`${lost} of ${total} frames are missing at the device. ${CHECK_LINK}`, lost);
  }
  const text = `${received} frames, jitter ${Math.round(probe.jitterMs)} ms.`;
  return { ...(delayMs !== undefined && { ms: delayMs }), lost, text };
}

export function playbackFinding(heard: PlaybackMark, probe: DownlinkProbe, ms: number): LegFinding {
  const { tone, concealed } = probe;
  if (tone && !isTone(tone)) throw new LegFailure(`${describe(tone)} was decoded. ${CHECK_CODEC}`);
  const text = `${heard.playedMs} ms played, ${concealed} frames concealed; the broker has the acknowledgement.`;
  return { ms, text };
}

const isTone = ({ share, levelDbfs }: ToneMeasure): boolean =>
  share >= MIN_TONE_SHARE && levelDbfs >= MIN_LEVEL_DBFS;

const describe = ({ share, levelDbfs }: ToneMeasure): string =>
  `a level of ${Math.round(levelDbfs)} dB with ${Math.round(share * 100)} % of the tone`;
