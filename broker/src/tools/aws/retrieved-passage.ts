/** A passage that a knowledge base has found, as something that a model can speak about. */
import type {
  KnowledgeBaseRetrievalResult,
  RetrievalResultLocation,
} from '@aws-sdk/client-bedrock-agent-runtime';

export interface Passage {
  readonly text: string;
  /** A file's name, an address, or an id. */
  readonly from?: string;
  /** How well it fits, the more the better. */
  readonly score?: number;
}

const MAX_TEXT_CHARS = 2000;
const MAX_FROM_CHARS = 300;

export function passageOf({ content, location, score }: KnowledgeBaseRetrievalResult): Passage {
  const from = location && placeOf(location);
  return {
    text: contentOf(content).slice(0, MAX_TEXT_CHARS).toWellFormed(),
    ...(from && { from: from.slice(0, MAX_FROM_CHARS) }),
    ...(score !== undefined && Number.isFinite(score) && { score: Math.round(score * 100) / 100 }),
  };
}

/** What cannot be said aloud is named. */
function contentOf(content: KnowledgeBaseRetrievalResult['content']): string {
  if (content?.text) return content.text;
  if (content?.row) return content.row.map((cell) => `${cell.columnName}: ${cell.columnValue}`).join(', ');
  const kind = content?.type?.toLowerCase() ?? 'nothing';
  return `(${kind}: it cannot be shown here)`;
}

/** Of a file in a bucket its name: where it lies says nothing to people. */
export function placeOf(location: RetrievalResultLocation): string | undefined {
  const file = location.s3Location?.uri?.split('/').at(-1);
  return (
    file ??
    location.webLocation?.url ??
    location.confluenceLocation?.url ??
    location.salesforceLocation?.url ??
    location.sharePointLocation?.url ??
    location.oneDriveLocation?.url ??
    location.googleDriveLocation?.url ??
    location.kendraDocumentLocation?.uri ??
    location.customDocumentLocation?.id
  );
}
