/** Ids of rows: UUIDs of version 7 (RFC 9562), so that they sort by the time they were made. */
import { v7, validate } from 'uuid';

export const newId = (): string => v7();

/** Whether a text that came from outside may be compared with a column of type uuid. */
export const isId = (text: string): boolean => validate(text);
