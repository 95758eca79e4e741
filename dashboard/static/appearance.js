// Before the first paint, or the page would flash in the other appearance. The rest is in shared/appearance.svelte.ts.
document.documentElement.dataset.appearance = localStorage.getItem('pipit:appearance') ?? 'system';
