/** What a canvas needs of the page: its colours as they are at the moment, and pixels of its own. */

/** `light-dark()` is only resolved where a colour is used. */
export function resolvedColors<Name extends string>(
  place: Element,
  variables: Readonly<Record<Name, string>>,
): Record<Name, string> {
  const probe = document.createElement('i');
  place.append(probe);
  const colors = {} as Record<Name, string>;
  for (const [name, variable] of Object.entries(variables) as [Name, string][]) {
    probe.style.color = `var(${variable})`;
    colors[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return colors;
}

/** Calls when light becomes dark, by the system or by the page. Returns what ends it. */
export function onAppearance(changed: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-appearance'] });
  return () => {
    dark.removeEventListener('change', changed);
    observer.disconnect();
  };
}

/** As many pixels as the screen has there, counted as the page counts; undefined while there is no room. */
export function fitted(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  const context = canvas.getContext('2d');
  if (!context || width <= 0 || height <= 0) return undefined;
  const ratio = Math.min(3, devicePixelRatio || 1);
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
