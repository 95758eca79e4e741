/** What voices say when somebody wants to know how they sound. */

const TEXTS: Readonly<Record<string, (name: string) => string>> = {
  en: (name) => `Hello, I am ${name}. How can I help you today?`,
  de: (name) => `Hallo, ich bin ${name}. Wie kann ich Ihnen heute helfen?`,
  fr: (name) => `Bonjour, je suis ${name}. Comment puis-je vous aider aujourd'hui ?`,
  it: (name) => `Ciao, sono ${name}. Come posso aiutarti oggi?`,
  es: (name) => `Hola, soy ${name}. ¿En qué puedo ayudarte hoy?`,
  pt: (name) => `Olá, eu sou ${name}. Como posso ajudar você hoje?`,
  hi: (name) => `नमस्ते, मैं ${name} हूँ। आज मैं आपकी क्या मदद कर सकती हूँ?`,
};

/** English where the language has none. @param voice its id */
export const greetingIn = (language: string, voice: string): string =>
  (TEXTS[language] ?? TEXTS['en']!)(voice[0]!.toUpperCase() + voice.slice(1));
