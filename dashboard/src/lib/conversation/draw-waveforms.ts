/** Draws two lanes on one time line: above the user, below the assistant, with what happened to them. */
import type { Mark, Turn } from './course.ts';
import type { Waveform } from './waveform.ts';

export interface Colors {
  readonly user: string;
  readonly assistant: string;
  readonly line: string;
  readonly muted: string;
  readonly text: string;
  readonly accentSoft: string;
  readonly danger: string;
  readonly warning: string;
  readonly info: string;
  readonly sunken: string;
}

export interface Scene {
  readonly user: Waveform;
  readonly assistant: Waveform;
  readonly marks: readonly Mark[];
  readonly turns: readonly Turn[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly positionMs: number;
  /** What lies beyond has not happened yet. */
  readonly endMs: number;
}

/** The names and variables of the colours. */
export const COLOR_VARIABLES: Readonly<Record<keyof Colors, string>> = {
  user: '--voice-user',
  assistant: '--voice-assistant',
  line: '--line',
  muted: '--text-muted',
  text: '--text',
  accentSoft: '--accent-soft',
  danger: '--danger',
  warning: '--warning',
  info: '--info',
  sunken: '--surface-sunken',
};

const BAR_PX = 3;
const GAP_PX = 1;
const AXIS_PX = 20;
const TICKS_MS = [1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000];
/** Between two labels of the axis. */
const TICK_PX = 70;

export function drawWaveforms(
  context: CanvasRenderingContext2D,
  { width, height }: { readonly width: number; readonly height: number },
  scene: Scene,
  colors: Colors,
  labelOf: (ms: number) => string,
): void {
  const { fromMs, toMs, positionMs, endMs, marks, turns } = scene;
  const perMs = width / Math.max(1, toMs - fromMs);
  const x = (ms: number): number => (ms - fromMs) * perMs;
  const lanes = height - AXIS_PX;
  const half = lanes / 2;
  context.clearRect(0, 0, width, height);

  // Where somebody waited, and where nobody was there.
  for (const { startMs, responseMs, legs } of turns) {
    if (responseMs === null) continue;
    const waited = legs.findLast(({ isWait }) => isWait);
    const untilMs = startMs + (waited ? waited.fromMs + waited.ms : responseMs);
    band(context, x(untilMs - responseMs), x(untilMs), 0, lanes, colors.accentSoft);
  }
  for (const { kind, atMs, untilMs } of marks)
    if (kind === 'away') band(context, x(atMs), x(untilMs ?? endMs), 0, lanes, colors.sunken);

  axis(context, { width, lanes, fromMs, toMs, perMs, colors, labelOf });

  context.fillStyle = colors.line;
  context.fillRect(0, half, width, 1);
  bars(context, scene, { width, middle: half / 2, room: half / 2 - 6, perMs, side: 'user' }, colors);
  const below = { width, middle: half + half / 2, room: half / 2 - 6, perMs, side: 'assistant' } as const;
  bars(context, scene, below, colors);

  for (const { kind, atMs, untilMs } of marks) {
    const at = x(atMs);
    if (kind === 'tool') band(context, at, Math.max(at + 2, x(untilMs ?? endMs)), lanes - 4, 4, colors.info);
    if (at < -4 || at > width + 4) continue;
    if (kind === 'interrupted') flag(context, at, half, lanes, colors.danger);
    if (kind === 'renewed') dashes(context, at, lanes, colors.muted);
    if (kind === 'lost') band(context, at - 1, at + 2, 0, 9, colors.warning);
  }

  context.fillStyle = colors.text;
  context.fillRect(Math.round(x(positionMs)) - 1, 0, 2, lanes);
}

type Context = CanvasRenderingContext2D;

function band(
  context: Context,
  left: number,
  right: number,
  top: number,
  height: number,
  color: string,
): void {
  context.fillStyle = color;
  context.fillRect(left, top, Math.max(1, right - left), height);
}

interface LaneOf {
  readonly width: number;
  readonly middle: number;
  readonly room: number;
  readonly perMs: number;
  readonly side: 'user' | 'assistant';
}

/** Bars stand at fixed places of the time line, so that they do not flicker while it moves. */
function bars(context: Context, scene: Scene, lane: LaneOf, colors: Colors): void {
  const { fromMs, toMs, positionMs } = scene;
  const { middle, room, perMs, side } = lane;
  const barMs = Math.max(20, Math.round((BAR_PX + GAP_PX) / perMs / 20) * 20);
  const widthPx = Math.max(1, barMs * perMs - GAP_PX);
  context.fillStyle = colors[side];
  for (let at = Math.floor(fromMs / barMs) * barMs; at < toMs; at += barMs) {
    const loudest = scene[side].loudest(at, at + barMs);
    if (loudest === 0) continue;
    const size = Math.max(1.5, (loudest / 255) * room * 2);
    context.globalAlpha = at > positionMs ? 0.4 : 1;
    context.fillRect((at - fromMs) * perMs, middle - size / 2, widthPx, size);
  }
  context.globalAlpha = 1;
}

function flag(context: Context, at: number, half: number, lanes: number, color: string): void {
  context.fillStyle = color;
  context.fillRect(at - 1, 0, 2, lanes);
  context.beginPath();
  context.moveTo(at - 5, half - 5);
  context.lineTo(at + 6, half);
  context.lineTo(at - 5, half + 5);
  context.fill();
}

function dashes(context: Context, at: number, lanes: number, color: string): void {
  context.fillStyle = color;
  for (let y = 0; y < lanes; y += 7) context.fillRect(at, y, 1.5, 4);
}

interface Axis {
  readonly width: number;
  readonly lanes: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly perMs: number;
  readonly colors: Colors;
  readonly labelOf: (ms: number) => string;
}

function axis(context: Context, { width, lanes, fromMs, toMs, perMs, colors, labelOf }: Axis): void {
  const stepMs = TICKS_MS.find((step) => step * perMs >= TICK_PX) ?? 3_600_000;
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'bottom';
  for (let at = Math.max(0, Math.ceil(fromMs / stepMs) * stepMs); at <= toMs; at += stepMs) {
    const left = (at - fromMs) * perMs;
    context.fillStyle = colors.line;
    context.fillRect(left, 0, 1, lanes + 5);
    const label = labelOf(at);
    const room = context.measureText(label).width;
    if (left + room + 4 > width) continue;
    context.fillStyle = colors.muted;
    context.fillText(label, left + 4, lanes + AXIS_PX - 2);
  }
}
