/** What the broker itself says, in the languages of Nova Sonic. The recordings are made from these texts. */
export const PHRASE_NAMES = ['oneMoment', 'apology', 'busy', 'goodbye'] as const;
export type PhraseName = (typeof PHRASE_NAMES)[number];

/** By language, as BCP 47 writes it. */
export const PHRASE_TEXTS = {
  en: {
    oneMoment: 'One moment, please.',
    apology: 'I am sorry, something went wrong. Please try again later.',
    busy: 'I am sorry, everything is busy right now. Please try again in a minute.',
    goodbye: 'Goodbye.',
  },
  fr: {
    oneMoment: "Un instant, s'il vous plaît.",
    apology: "Toutes mes excuses, quelque chose n'a pas fonctionné. Veuillez réessayer plus tard.",
    busy: 'Toutes mes excuses, tout est occupé pour le moment. Veuillez réessayer dans une minute.',
    goodbye: 'Au revoir.',
  },
  it: {
    oneMoment: 'Un momento, per favore.',
    apology: 'Mi dispiace, qualcosa è andato storto. Si prega di riprovare più tardi.',
    busy: 'Mi dispiace, in questo momento è tutto occupato. Si prega di riprovare tra un minuto.',
    goodbye: 'Arrivederci.',
  },
  de: {
    oneMoment: 'Einen Moment, bitte.',
    apology: 'Es tut mir leid, etwas ist schiefgegangen. Bitte versuchen Sie es später noch einmal.',
    busy: 'Es tut mir leid, gerade ist alles besetzt. Bitte versuchen Sie es in einer Minute noch einmal.',
    goodbye: 'Auf Wiedersehen.',
  },
  es: {
    oneMoment: 'Un momento, por favor.',
    apology: 'Lo siento, algo ha salido mal. Por favor, inténtelo de nuevo más tarde.',
    busy: 'Lo siento, todo está ocupado en este momento. Por favor, inténtelo de nuevo en un minuto.',
    goodbye: 'Adiós.',
  },
  pt: {
    oneMoment: 'Um momento, por favor.',
    apology: 'Desculpe, algo deu errado. Por favor, tente novamente mais tarde.',
    busy: 'Desculpe, está tudo ocupado no momento. Por favor, tente novamente em um minuto.',
    goodbye: 'Até logo.',
  },
  hi: {
    oneMoment: 'कृपया एक पल रुकिए।',
    apology: 'क्षमा कीजिए, कुछ गड़बड़ हो गई। कृपया बाद में फिर से कोशिश करें।',
    busy: 'क्षमा कीजिए, अभी सब व्यस्त है। कृपया एक मिनट बाद फिर से कोशिश करें।',
    goodbye: 'फिर मिलेंगे।',
  },
} as const satisfies Record<string, Record<PhraseName, string>>;

export type PhraseLanguage = keyof typeof PHRASE_TEXTS;
