/** Answers questions about itself, and is honest about what it is. */
import type { Skill } from '../skill.ts';

const CAN =
  'I can tell the time and the date, do sums, spell, repeat, and remember your name. I also use the tools of this session.';
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:what can you do|what do you do|how can you help|can you help me|what are you able to do|what can i (?:ask|say))\b|^help(?: me)?$/,
    CAN,
  ],
  [
    /\b(?:what is your name|what's your name|whats your name|who are you|what are you|introduce yourself|tell me about yourself)\b/,
    'I am the Pipit emulator. I hear and speak on this machine, and I answer from a few built in skills instead of a language model.',
  ],
  [
    /\bare you (?:a |an |the |really |amazon |alexa |nova |chat )*(?:robot|human|person|real|alive|ai|a i|machine|computer|bot|nova|nova sonic|amazon|alexa|chatgpt|language model)\b/,
    'I am a program on this machine: a local stand in for Amazon Nova Sonic, without its language model.',
  ],
  [
    /\b(?:where are you|where do you (?:live|run|come from)|are you (?:running )?(?:local|locally|offline|in the cloud|online))\b/,
    'I run on this machine. What you say does not leave it.',
  ],
  [/\b(?:can|do) you hear me\b|\bare you (?:there|listening)\b/, 'Yes, I can hear you.'],
  [
    /\b(?:who (?:made|built|created|wrote) you)\b/,
    'The Pipit project made me. I hear with Moonshine and Silero, and I speak with Flite.',
  ],
  [/\bhow old are you\b/, 'I began when this conversation began.'],
];

export const aboutItself: Skill = {
  name: 'about-itself',
  answer: ({ plain }) => ANSWERS.find(([pattern]) => pattern.test(plain))?.[1],
};
